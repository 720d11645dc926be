"""Which settings would not work: told by what the account has in SmartBill, and by who is where in Slack."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from bot.domain.rates import rate_text
from bot.domain.rulebook import Action, Rule
from bot.domain.shops import Document, Series, ShopSettings, counter
from bot.domain.versions import differing
from bot.errors import BotError, RemoteError, RemoteRejected, RemoteUnavailable
from bot.flows.ports import People

#: By the name of its field: what is wrong with a setting, with the facts that help to put it right.
Wrong = dict[str, RemoteRejected]

Rates = Mapping[Decimal, tuple[str, ...]]
"""VAT rates in percent, each with its names in the account; empty where the company pays no VAT."""

_ZERO = Decimal(0)
_OF_SMARTBILL = frozenset(
    {
        *("smartbill_email", "cif", "series", "document", "anchor_series", "invoice_series"),
        *("vat_names", "sgr_tax_name", "rules"),
    }
)
_IN_SLACK = frozenset({"channel", "quiet_channel", "approvers", "approver_groups", "admins"})
#: By the name of its field, or `form`: a slug in `bot.words` and its facts.
Told = dict[str, tuple[str, dict[str, str]]]

_FIELD_OF = {
    "smartbill.auth": "token",
    "smartbill.company": "cif",
    "shop.wrong_key": "shop_key",
    "shop.unknown_address": "shop_url",
    "shop.no_api": "shop_url",
    "shop.plan_ended": "shop_url",
    "shop.refused": "shop_url",
}


def field_of(error: RemoteError) -> str:
    """Under which field of a form a refusal of SmartBill or of the shop stands; `form`: under none."""
    return _FIELD_OF.get(error.slug, "form")


def told_under(error: RemoteError) -> Told:
    """What is told under the field that a refusal belongs to."""
    return {field_of(error): (error.slug, facts_of(error))}


def facts_of(error: BotError) -> dict[str, str]:
    """What fills the blanks of an error's sentence, as text."""
    return {name: str(value) for name, value in error.facts.items()}


def until(error: RemoteError, now: datetime) -> dict[str, str]:
    """When SmartBill may be asked again, where that is known, as ISO 8601 in UTC."""
    if not isinstance(error, RemoteUnavailable) or error.retry_after is None:
        return {}
    return {"until": (now + error.retry_after).isoformat()}


def names_vat(settings: ShopSettings) -> bool:
    """Whether the settings name anything that `wrong_vat_names` has to know the account's rates for."""
    return bool(settings.vat_names or settings.sgr_tax_name)


def asks_smartbill(before: ShopSettings, after: ShopSettings) -> bool:
    """Whether anything changes that SmartBill has a say in."""
    return not _OF_SMARTBILL.isdisjoint(differing(before, after))


def only_switches_off(before: ShopSettings, after: ShopSettings) -> bool:
    """Whether the shop, or its automatic issuing, is switched off, and nothing changes for SmartBill."""
    is_less = (before.active and not after.active) or (before.automatic and not after.automatic)
    return is_less and not asks_smartbill(before, after)


def wrong_in_smartbill(
    series: tuple[Series, ...], rates: Rates, settings: ShopSettings, before: ShopSettings | None
) -> Wrong:
    """The fields that SmartBill has something against; see `wrong_series` for `before`."""
    return wrong_series(series, settings, before) | wrong_vat_names(rates, settings)


def wrong_series(
    series: tuple[Series, ...], settings: ShopSettings, before: ShopSettings | None = None
) -> Wrong:
    """The fields that name no series of their kind; `form`: the first rule that leads to none.

    A rule that led to the same one `before` is no reason to keep people from saving something else.
    """
    wrong: Wrong = {}
    if counter(series, settings.series, settings.document) is None:
        wrong["series"] = RemoteRejected("smartbill.no_such_series", series=settings.series)
    invoices = settings.invoice_series if settings.document is Document.PROFORMA else ""
    if invoices and counter(series, invoices, Document.INVOICE) is None:
        wrong["invoice_series"] = RemoteRejected("smartbill.no_invoice_series", series=invoices)
    anchors = settings.anchor_series
    if anchors and counter(series, anchors, Document.PROFORMA) is None:
        wrong["anchor_series"] = RemoteRejected("smartbill.no_anchor_series", series=anchors)
    known = [_target(before, rule) for rule in before.rules if rule.active] if before is not None else []
    strays = (rule for rule in settings.rules if leads_astray(series, settings, rule))
    astray = next((rule for rule in strays if _target(settings, rule) not in known), None)
    if astray is not None:
        wrong["form"] = astray_because(series, settings, astray)
    return wrong


def leads_astray(series: tuple[Series, ...], settings: ShopSettings, rule: Rule) -> bool:
    """Whether the rule would make a document in a series that is not there."""
    outcome = rule.outcome
    if not rule.active or outcome.action is Action.LEAVE or not (outcome.series or outcome.document):
        return False
    _, name, document = _target(settings, rule)
    return counter(series, name, document) is None


def astray_because(series: tuple[Series, ...], settings: ShopSettings, rule: Rule) -> RemoteRejected:
    """Why a rule leads astray: its series is one of other documents, or there is none of this name."""
    _, name, document = _target(settings, rule)
    fitting = ", ".join(one.name for one in series if one.kind == document)
    facts = {"rule": rule.name, "series": name}
    if not fitting or name not in {one.name for one in series if one.kind in set(Document)}:
        return RemoteRejected("smartbill.no_rule_series", **facts)
    if document is Document.INVOICE:
        return RemoteRejected("smartbill.rule_series_of_proformas", **facts, names=fitting)
    return RemoteRejected("smartbill.rule_series_of_invoices", **facts, names=fitting)


def wrong_in_slack(people: People, settings: ShopSettings, before: ShopSettings | None = None) -> Wrong:
    """The channels that the bot cannot post in, and whoever could not do what they are named for.

    A field that says what it said `before` is no reason to keep people from saving something else: Slack is
    not asked about it.

    Raises:
        RemoteError: Slack could not be asked.
    """
    named = _IN_SLACK if before is None else _IN_SLACK.intersection(differing(before, settings))
    asked = {name: getattr(settings, name) for name in named}
    wrong: Wrong = {
        name: RemoteRejected("slack.bot_not_there")
        for name in ("channel", "quiet_channel")
        if asked.get(name) and not people.has_bot(asked[name])
    }
    approvers, admins = _gone(people, asked.get("approvers", ())), _gone(people, asked.get("admins", ()))
    if approvers:
        wrong["approvers"] = RemoteRejected("slack.not_full_members", people=approvers)
    wrong |= empty_groups(people, asked.get("approver_groups", ()))
    if admins:
        wrong["admins"] = RemoteRejected("slack.admins_not_full_members", people=admins)
    return wrong


def empty_groups(people: People, groups: Sequence[str]) -> Wrong:
    """The groups that nobody is in, if there are any, or that do not exist.

    Raises:
        RemoteError: Slack could not be asked.
    """
    empty = ", ".join(group for group in groups if not people.members(group))
    return {"approver_groups": RemoteRejected("slack.nobody_in_groups", groups=empty)} if empty else {}


def _gone(people: People, users: Sequence[str]) -> str:
    """Those who are no full members, with commas between them."""
    return ", ".join(user for user in users if not people.is_full_member(user))


def _target(settings: ShopSettings, rule: Rule) -> tuple[str, str, Document]:
    """By the rule's id, which series of which documents it leads to."""
    outcome = rule.outcome
    return rule.id, outcome.series or settings.series, outcome.document or settings.document


def wrong_vat_names(rates: Rates, settings: ShopSettings) -> Wrong:
    """The fields that name a VAT rate as the account does not.

    Nothing is wrong where the company pays no VAT: no rate is ever named there.
    """
    if not rates:
        return {}
    wrong: Wrong = {}
    named = sorted((Decimal(rate), name) for rate, name in settings.vat_names.items())
    foreign = [(rate, name) for rate, name in named if name not in rates.get(rate, ())]
    if foreign:
        wrong["vat_names"] = _foreign_name(rates, *foreign[0])
    if settings.sgr_tax_name and settings.sgr_tax_name not in rates.get(_ZERO, ()):
        wrong["sgr_tax_name"] = _foreign_deposit(rates, settings.sgr_tax_name)
    return wrong


def _foreign_name(rates: Rates, rate: Decimal, name: str) -> RemoteRejected:
    if rate not in rates:
        return _no_such_rate(rates, rate)
    names = ", ".join(rates[rate])
    return RemoteRejected("smartbill.no_such_vat_name", rate=rate_text(rate), name=name, names=names)


def _foreign_deposit(rates: Rates, name: str) -> RemoteRejected:
    if _ZERO not in rates:
        return _no_such_rate(rates, _ZERO)
    return RemoteRejected("smartbill.no_such_sgr_name", name=name, names=", ".join(rates[_ZERO]))


def _no_such_rate(rates: Rates, rate: Decimal) -> RemoteRejected:
    known = ", ".join(f"{rate_text(one)}%" for one in sorted(rates, reverse=True))
    return RemoteRejected("smartbill.no_rate_to_name", rate=rate_text(rate), rates=known)
