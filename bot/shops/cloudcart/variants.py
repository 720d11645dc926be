"""What a buyer chose about a product: its variant and its options, put behind its name."""

from decimal import Decimal

from bot.shops.fields import clean


def name_with(name: str, *chosen: dict[str, object]) -> str:
    """The product's name, with what was chosen in brackets where it is told as name and value.

    Other shapes are left out. What options cost is believed to be in the product's price: the order's total
    proves it.
    """
    told = dict.fromkeys(words for option in chosen if (words := _words(option)))
    return clean(f"{name} ({', '.join(told)})") if told else name


def _words(option: dict[str, object]) -> str:
    name, value = _text(option.get("name")), _text(option.get("value"))
    return f"{name}: {value}" if name and value else ""


def _text(value: object) -> str:
    is_text = isinstance(value, str | int | Decimal) and not isinstance(value, bool)
    return str(value).strip() if is_text else ""
