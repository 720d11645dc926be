"""What a buyer chose about a product: its variant, put behind its name."""

from decimal import Decimal

from bot.shops.fields import clean


def name_with(name: str, *variant: dict[str, object]) -> str:
    """The product's name, with its variant in brackets where that is told as name and value.

    Other shapes are left out. So are options such as an engraving: REST does not tell them in the one call,
    and has to tell the same order. What they cost is believed to be in the product's price: the order's total
    proves it.
    """
    told = dict.fromkeys(words for choice in variant if (words := _words(choice)))
    return clean(f"{name} ({', '.join(told)})") if told else name


def _words(choice: dict[str, object]) -> str:
    name, value = _text(choice.get("name")), _text(choice.get("value"))
    return f"{name}: {value}" if name and value else ""


def _text(value: object) -> str:
    is_text = isinstance(value, str | int | Decimal) and not isinstance(value, bool)
    return str(value).strip() if is_text else ""
