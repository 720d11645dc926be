"""A rule as one sentence in people's language; plain text, to be escaped where it is shown."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from bot.domain.conditions import OTHER_EU, Conditions, plain
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action, Outcome, Rule
from bot.domain.rules import default_rule
from bot.domain.shops import ShopSettings
from bot.words.say import SENTENCES, Language, count, say

_SWAPPED = str.maketrans(",.", ".,")


def rule_sentence(language: Language, rule: Rule, *, room: int | None = None) -> str:
    """What the rule says, with its name in front; `room`: its conditions are cut where they are longer."""
    told = _told(language, rule.name, rule.conditions, rule.outcome, room)
    return told if rule.active else say(language, "rule.off", sentence=told)


def default_sentence(language: Language, settings: ShopSettings, *, room: int | None = None) -> str:
    """What the settings say of orders that no rule of the shop matches; `room` as in `rule_sentence`."""
    rule = default_rule(settings)
    action = Action.ISSUE if settings.automatic else Action.PROPOSE
    named = {"action": action, "document": settings.document, "series": settings.series}
    outcome = rule.outcome.model_copy(update=named)
    return _told(language, say(language, "rule.default"), rule.conditions, outcome, room)


def rule_sentences(language: Language, settings: ShopSettings) -> tuple[str, ...]:
    """All rules of a shop in their order, the default one last."""
    own = (rule_sentence(language, rule) for rule in settings.rules)
    return (*own, default_sentence(language, settings))


def _told(
    language: Language, name: str, wanted: Conditions, outcome: Outcome, room: int | None = None
) -> str:
    conditions = [*_of_order(language, wanted), *_of_buyer(language, wanted), *_of_time(language, wanted)]
    then = say(language, f"rule.then.{outcome.action}")
    details = [*_of_document(language, outcome), *_of_way(language, outcome)]
    if details and outcome.action is not Action.LEAVE:
        then = say(language, "rule.with", then=then, details=", ".join(details))
    if not conditions:
        return say(language, "rule.sentence.always", name=name, then=then)
    together = _joined(language, "rule.and", conditions)
    if room is not None and len(together) > room:
        together = f"{together[: max(room - 1, 0)].rstrip(', ')} …"
    return say(language, "rule.sentence", name=name, conditions=together, then=then)


def _of_order(language: Language, wanted: Conditions) -> Iterator[str]:
    if wanted.statuses:
        yield say(language, "rule.if.status", choices=_either(language, _statuses(language, wanted)))
    if wanted.methods:
        methods = (_known(language, "method", method) for method in wanted.methods)
        yield say(language, "rule.if.method", choices=_either(language, methods))
    yield from _of_total(language, wanted)
    if wanted.currencies:
        yield say(language, "rule.if.currency", choices=_either(language, wanted.currencies))
    if wanted.tags:
        tags = (_quoted(language, tag) for tag in wanted.tags)
        yield say(language, "rule.if.tag", choices=_either(language, tags))
    if wanted.shipping:
        ways = (_quoted(language, way) for way in wanted.shipping)
        yield say(language, "rule.if.shipping", choices=_either(language, ways))


def _statuses(language: Language, wanted: Conditions) -> Iterator[str]:
    """Each in quotes; “paid” says that it also means “completed” where that is not named itself."""
    named = {plain(status) for status in wanted.statuses}
    for status in wanted.statuses:
        family = "state" if {plain(status), "completed"} == {"paid", "completed"} <= named else "status"
        yield _quoted(language, SENTENCES[language].get(f"{family}.{plain(status)}", status))


def _of_total(language: Language, wanted: Conditions) -> Iterator[str]:
    low, high, currency = wanted.total_from, wanted.total_to, wanted.total_currency
    if low is not None and high is not None:
        bounds = {"low": _amount(language, low), "high": _amount(language, high)}
        yield say(language, "rule.if.total_between", currency=currency, **bounds)
    elif low is not None:
        yield say(language, "rule.if.total_from", low=_amount(language, low), currency=currency)
    elif high is not None:
        yield say(language, "rule.if.total_to", high=_amount(language, high), currency=currency)


def _of_buyer(language: Language, wanted: Conditions) -> Iterator[str]:
    if wanted.is_company is not None:
        yield say(language, "rule.if.company" if wanted.is_company else "rule.if.person")
    if wanted.pays_vat is not None:
        yield say(language, "rule.if.pays_vat" if wanted.pays_vat else "rule.if.pays_no_vat")
    if wanted.countries:
        other = say(language, "rule.if.other_eu")
        countries = (other if country == OTHER_EU else country for country in wanted.countries)
        yield say(language, "rule.if.country", choices=_either(language, countries))
    if wanted.has_billing is not None:
        yield say(language, "rule.if.billing" if wanted.has_billing else "rule.if.no_billing")


def _of_time(language: Language, wanted: Conditions) -> Iterator[str]:
    if wanted.weekdays:
        days = (say(language, f"rule.day.{day}") for day in wanted.weekdays)
        yield say(language, "rule.if.weekday", choices=_either(language, days))
    if wanted.has_hours:
        yield say(language, "rule.if.hours", first=wanted.first_hour, last=wanted.last_hour)


def _of_document(language: Language, outcome: Outcome) -> Iterator[str]:
    if outcome.document is not None:
        yield say(language, f"document.{outcome.document}")
    if outcome.series:
        yield say(language, "rule.with.series", series=outcome.series)
    if outcome.language is not None:
        yield say(language, "rule.with.language", name=say(language, f"language.{outcome.language}"))
    if outcome.due_days:
        yield count(language, "rule.with.due", outcome.due_days)
    elif outcome.due_days == 0:
        yield say(language, "rule.with.no_due_date")


def _of_way(language: Language, outcome: Outcome) -> Iterator[str]:
    if outcome.wait_minutes:
        yield count(language, "rule.with.wait", outcome.wait_minutes)
    if outcome.approvers:
        yield say(language, "rule.with.approvers", approvers=_either(language, outcome.approvers))
    if outcome.collects and outcome.payment_type is not None:
        yield say(language, "rule.with.collects_as", type=_way(language, outcome.payment_type))
    elif outcome.collects:
        yield say(language, "rule.with.collects")


def _way(language: Language, kind: PaymentType) -> str:
    return say(language, f"payment.{kind.name.lower()}")


def _either(language: Language, choices: Iterable[str]) -> str:
    return _joined(language, "rule.or", list(choices))


def _joined(language: Language, slug: str, parts: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *others, last = parts
    return f"{', '.join(others)} {say(language, slug)} {last}" if others else last


def _known(language: Language, family: str, code: str) -> str:
    """A code in people's words, where we have them; else the code itself, in quotes."""
    slug = f"{family}.{code.lower()}"
    return SENTENCES[language].get(slug) or _quoted(language, code)


def _quoted(language: Language, text: str) -> str:
    return f"„{text}”" if language == "ro" else f"“{text}”"


def _amount(language: Language, amount: Decimal) -> str:
    """An exact amount, with at least two decimals, as people write it."""
    places = max(2, -int(amount.normalize().as_tuple().exponent))
    text = f"{amount:,.{places}f}"
    return text.translate(_SWAPPED) if language == "ro" else text
