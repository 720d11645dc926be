"""Text for Slack: foreign words escaped, amounts and names written as people read them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.numbers import format_decimal

from bot.domain.approvals import BY_RULE, IN_SMARTBILL
from bot.domain.approvers import is_group
from bot.domain.fiscal import ROMANIAN_TIME
from bot.domain.money import Money
from bot.domain.payments import PaymentType
from bot.domain.personal import masked
from bot.words.say import SENTENCES, Language, say

_AMOUNTS = frozenset({"amount", "most", "told", "ours", "difference"})
#: A foreign word longer than this would push what we say out of sight.
_LONGEST_FACT = 200
_LONGEST_USER = 30
_MOST_PEOPLE = 10
_NOBODY_OF_SLACK = {BY_RULE: "who.rule", "cli": "who.terminal", IN_SMARTBILL: "who.smartbill"}
#: Overrides of the writing direction: they would let a name turn our own words around.
_TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


class Mrkdwn(str):
    """Text that is Slack's markup already, and is not escaped again."""

    __slots__ = ()


def escape(text: str) -> Mrkdwn:
    """Foreign text that can neither ping nor link: Slack's three characters escaped, personal numbers masked.

    A line break would let it imitate a line of ours.
    """
    plain = masked(" ".join(text.translate(_TURNING).split()))
    return Mrkdwn(plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def tell(language: Language, slug: str, facts: Mapping[str, object] | None = None, **more: object) -> Mrkdwn:
    """A sentence of ours with every fact made safe: amounts formatted, people mentioned, the rest escaped.

    Foreign words are cut at 200 characters.
    """
    known = {**(facts or {}), **more}
    return Mrkdwn(say(language, slug, **{name: _safe(language, name, fact) for name, fact in known.items()}))


def money(language: Language, amount: Money) -> str:
    """`1.113,20 RON` in Romanian, `1,113.20 RON` in English."""
    return f"{decimal(language, amount.amount)} {amount.currency}"


def decimal(language: Language, amount: Decimal) -> str:
    """An amount of two decimals with the language's separators."""
    return format_decimal(amount, format="#,##0.00", locale=language)


def quantity(language: Language, amount: Decimal) -> str:
    """`4`, not `4.000`; `1,5` in Romanian."""
    return format_decimal(amount, format="0.######", locale=language)


def day(value: date) -> str:
    """A calendar day as Romanian documents print it. Never Slack's own date, which moves with the reader."""
    return f"{value:%d.%m.%Y}"


def moment(value: datetime) -> Mrkdwn:
    """When something happened, in the reader's own time; `dd.mm.yyyy hh:mm` in Romania where Slack cannot."""
    fallback = f"{value.astimezone(ROMANIAN_TIME):%d.%m.%Y %H:%M}"
    return Mrkdwn(f"<!date^{int(value.timestamp())}^{{date_short_pretty}} {{time}}|{fallback}>")


def clock_time(value: datetime) -> Mrkdwn:
    """Until when to wait today, as the reader's own clock shows it: the next full minute.

    `hh:mm` in Romania where Slack cannot.
    """
    minute = (value + timedelta(seconds=59, microseconds=999999)).replace(second=0, microsecond=0)
    fallback = f"{minute.astimezone(ROMANIAN_TIME):%H:%M}"
    return Mrkdwn(f"<!date^{int(minute.timestamp())}^{{time}}|{fallback}>")


def mention(language: Language, user: str) -> Mrkdwn:
    """A person or a group by Slack's own name, or who else did it: our rules, or somebody elsewhere."""
    if user in _NOBODY_OF_SLACK:
        return Mrkdwn(say(language, _NOBODY_OF_SLACK[user]))
    if user[:1] in {"U", "W"} and user.isalnum():
        return Mrkdwn(f"<@{user}>")
    if is_group(user):
        return Mrkdwn(f"<!subteam^{user}>")
    return escape(user)


def known(language: Language, family: str, code: str) -> str:
    """A shop's code in the reader's words, where we have them; else the code itself."""
    slug = f"{family}.{code}"
    return say(language, slug) if slug in SENTENCES[language] else code


def way(language: Language, value: str) -> str:
    """A way of payment in the reader's words, from SmartBill's."""
    ways = {each.value: f"payment.{each.name.lower()}" for each in PaymentType}
    return say(language, ways[value]) if value in ways else value


def link(url: str, text: str) -> Mrkdwn:
    """A link, if the address is a web address without markup in it; otherwise the text alone."""
    if not url.startswith(("https://", "http://")) or set("<>|") & set(url):
        return escape(text)
    return Mrkdwn(f"<{url}|{escape(text)}>")


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, with a sign that there was more."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _safe(language: Language, name: str, fact: object) -> str:
    if isinstance(fact, Mrkdwn):
        return fact
    write, text = _WRITTEN.get(name), str(fact)
    return write(language, text) if write else escape(shortened(masked(text), _LONGEST_FACT))


def setting(language: Language, name: str) -> str:
    """What people call a setting."""
    own = known(language, "setting", name)
    return own if own != name else known(language, "settings", name)


def _settings(language: Language, text: str) -> str:
    return ", ".join(setting(language, name) for name in text.split(", "))


def people(language: Language, text: str) -> Mrkdwn:
    """The first few of the people in this list, with commas between them, by Slack's own name for them."""
    users = text.split(", ")
    named = ", ".join(mention(language, shortened(user, _LONGEST_USER)) for user in users[:_MOST_PEOPLE])
    return Mrkdwn(f"{named} …" if len(users) > _MOST_PEOPLE else named)


def _fields(language: Language, text: str) -> str:
    """Fields of the form that corrects a document, as it calls them."""
    return ", ".join(known(language, "form.correct", field) for field in text.split(", "))


#: How facts of these names are written; all others are foreign texts.
_WRITTEN: Mapping[str, Callable[[Language, str], str]] = {
    "by": mention,
    "people": people,
    "saved_at": lambda _, text: moment(datetime.fromisoformat(text)),
    "settings": lambda language, text: escape(_settings(language, text)),
    "approvers": people,
    "method": lambda language, text: escape(shortened(known(language, "method", text), _LONGEST_FACT)),
    "until": lambda _, text: clock_time(datetime.fromisoformat(text)),
    "published": lambda _, text: day(date.fromisoformat(text)),
    "lei": lambda language, text: quantity(language, Decimal(text)),
    "type": lambda language, text: escape(way(language, text)),
    "status": lambda language, text: escape(shortened(known(language, "state", text), _LONGEST_FACT)),
    "changed": lambda language, text: escape(_fields(language, text)),
    **dict.fromkeys(_AMOUNTS, lambda language, text: decimal(language, Decimal(text))),
}
