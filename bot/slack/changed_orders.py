"""Of an order that changed after its document was issued: what is different, and what can be done."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from slack_sdk.models.blocks import Block

from bot.domain.changes import Difference, Part, PartChange
from bot.domain.documents import Invoice
from bot.domain.money import Money
from bot.domain.shops import Document
from bot.flows.overview import Life
from bot.slack import blocks as b
from bot.slack.mrkdwn import Mrkdwn, escape, known, money, quantity, shortened, tell
from bot.words.say import Language, count, say

_MOST_DIFFERENCES = 6
_NAME = 80
_SHORT = 40


def changed_order(language: Language, life: Life) -> list[Block]:
    """What is different, the first few of it, and the ways that there are; nothing where nothing is."""
    document, found = life.invoice, life.difference
    if document is None or found is None:
        return []
    told = list(differences(language, found))
    shown = [f"• {one}" for one in told[:_MOST_DIFFERENCES]]
    if len(told) > _MOST_DIFFERENCES:
        shown.append(count(language, "changed.more", len(told) - _MOST_DIFFERENCES))
    after = tell(language, f"changed.after.{document.document}")
    return [b.section(Mrkdwn("\n".join([after, *shown, _advice(language, document, found)])))]


def differences(language: Language, found: Difference) -> Iterator[Mrkdwn]:
    """All that is different, the gravest first."""
    if found.status:
        yield tell(language, "changed.status", status=found.status)
    if found.is_of_total:
        came, now = money(language, found.came.money), money(language, found.now.money)
        yield tell(language, "changed.total", came=came, now=now)
    if found.buyer:
        yield tell(language, "changed.buyer", fields=_buyer(language, found))
    yield from (_line_changed(language, pair, found) for pair in found.changed)
    for part in found.added:
        yield tell(language, "changed.line_added", line=_line(language, part, found.now.currency))
    for part in found.removed:
        yield tell(language, "changed.line_removed", line=_line(language, part, found.came.currency))


def counted(language: Language, facts: Mapping[str, str]) -> Mrkdwn:
    """The kinds of what is different, as a line in a thread names them; `facts` as the flow wrote them."""
    changed, added, removed = (int(number) for number in facts["lines"].split("/"))
    parts: list[str] = []
    if facts["status"]:
        parts.append(tell(language, "changed.counted.status", status=facts["status"]))
    if facts["came"]:
        came, now = (_amount(language, facts[name]) for name in ("came", "now"))
        parts.append(tell(language, "changed.counted.total", came=came, now=now))
    parts += [count(language, "changed.counted.changed", changed)] if changed else []
    parts += [count(language, "changed.counted.added", added)] if added else []
    parts += [count(language, "changed.counted.removed", removed)] if removed else []
    parts += [say(language, "changed.counted.buyer")] if facts["buyer"] else []
    return Mrkdwn("; ".join(parts))


def _advice(language: Language, document: Invoice, found: Difference) -> Mrkdwn:
    if document.document is Document.INVOICE:
        return tell(language, "changed.advice.invoice")
    return tell(language, "changed.advice.proforma_ended" if found.status else "changed.advice.proforma")


def _amount(language: Language, text: str) -> str:
    amount, currency = text.split(" ", 1)
    return money(language, Money(Decimal(amount), currency))


def _line_changed(language: Language, pair: PartChange, found: Difference) -> Mrkdwn:
    came = _line(language, pair.came, found.came.currency, pair.now)
    return tell(
        language, "changed.line", came=came, now=_line(language, pair.now, found.now.currency, pair.came)
    )


def _line(language: Language, part: Part, currency: str, other: Part | None = None) -> Mrkdwn:
    """The line as a card shows it, and whatever else sets it apart from the `other`."""
    told = f"{quantity(language, part.quantity)} × {escape(shortened(part.name, _NAME))}"
    amount = money(language, Money(part.amount, currency))
    return Mrkdwn(f"{told}: {amount}{_apart(language, part, other) if other else ''}")


def _apart(language: Language, part: Part, other: Part) -> str:
    """What the amount does not show."""
    extras = []
    if part.price != other.price and (part.quantity, part.amount) == (other.quantity, other.amount):
        extras.append(f"à {quantity(language, part.price)}")
    if part.unit != other.unit:
        extras.append(escape(shortened(part.unit, _SHORT)))
    if part.code != other.code:
        extras.append(escape(shortened(part.code, _SHORT)))
    if part.vat_rate is not None and part.vat_rate != other.vat_rate:
        extras.append(f"{quantity(language, part.vat_rate)}%")
    return "".join(f" · {extra}" for extra in extras if extra)


def _buyer(language: Language, found: Difference) -> Mrkdwn:
    """Which of its fields; of a company also the name and the number themselves."""
    told = []
    for one in found.buyer:
        field = escape(known(language, "form.correct", one.field))
        if one.came or one.now:
            came, now = (escape(shortened(value, _NAME)) or "–" for value in (one.came, one.now))
            field = tell(language, "changed.buyer_value", field=field, came=Mrkdwn(came), now=Mrkdwn(now))
        told.append(field)
    return Mrkdwn(", ".join(told))
