"""What one types to connect a shop."""

CONNECT = (
    "shop",
    "add",
    "--name",
    "Magazin Exemplu",
    "--kind",
    "cloudcart",
    "--channel",
    "C0FACTURI",
    "--smartbill-email",
    "ana@magazin-exemplu.example",
    "--cif",
    "RO99999917",
    "--series",
    "FCT",
)


def connect(**changes: str) -> tuple[str, ...]:
    """The words that connect Magazin Exemplu, with some of them changed."""
    words = dict(zip(CONNECT[2::2], CONNECT[3::2], strict=True))
    words |= {f"--{name.replace('_', '-')}": value for name, value in changes.items()}
    return (*CONNECT[:2], *(word for pair in words.items() for word in pair))
