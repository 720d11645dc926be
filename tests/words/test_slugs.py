"""Whatever the code says has its sentence, every blank is filled, and no sentence is left unsaid."""

from collections.abc import Iterable
from string import Formatter
from typing import get_args

import pytest

from bot.domain.amending import BUYER_TEXTS
from bot.domain.approvals import ProposalState
from bot.domain.conditions import Conditions
from bot.domain.findings import Verdict
from bot.domain.missing import Why
from bot.domain.payments import PaymentType
from bot.domain.rulebook import Action, Outcome
from bot.domain.shops import ChargesVat, CollectOnPaid, Document, DocumentLanguage
from bot.domain.trials import ABOUTS, PARTS, WHYS
from bot.flows.connections import EVENTS
from bot.slack.forms.settings_orders import TRIGGERS
from bot.slack.ids import Command, RuleChange
from bot.words.say import SENTENCES, Language
from tests.slack.lives import STATES
from tests.words.source import literals, raised, said

LANGUAGES: tuple[Language, Language] = ("ro", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)

_CORRECTABLE = (*BUYER_TEXTS, "is_company", "due_days", "delivery_date", "mentions")

#: What cannot be a rule, or a list of them.
FLAWS = (
    *("country", "currency", "collects_proforma", "hour", "long_name", "name_twice", "no_hours", "no_name"),
    *("collects_leaving", "id_not_own", "receipt", "too_many", "total", "wait", "weekday"),
)

#: The fields of a rule's form; the questions among them; and all in which nothing need be chosen.
RULE_FIELDS = (
    *(name for name in Conditions.model_fields),
    *(name for name in Outcome.model_fields if name != "payment_type"),
    *("name", "place", "active", "other_statuses", "approver_groups"),
)
RULE_QUESTIONS = ("is_company", "pays_vat", "has_billing")
RULE_CHOICES = (*RULE_QUESTIONS, "hour_from", "hour_to", "document", "language", "collects")

#: What the values of each f-string can be. A new f-string has to say so here.
FAMILIES: dict[str, Iterable[str]] = {
    "approval.already_{}": ProposalState,
    "button.approve_{}": Document,
    "card.waits_for_{}.advice": ("turn", "numbers"),
    "card.{}": STATES,
    "card.{}.plain": STATES,
    "changed.after.{}": Document,
    "collect_on_paid.{}": CollectOnPaid,
    "confirm.approve_{}": Document,
    "document.{}": Document,
    "form.correct.{}": (*_CORRECTABLE, "company", "person", "lines"),
    "form.correct.{}.hint": _CORRECTABLE,
    "button.rules.{}": ("first", "previous", "next", "last"),
    "form.rule.action.{}": Action,
    "form.rule.{}": (*RULE_FIELDS, "checking", "saved", "removed"),
    "form.rule.{}.any": RULE_CHOICES,
    "form.rule.{}.hint": RULE_FIELDS,
    "form.rule.{}.{}": [f"{name}.{answer}" for name in RULE_QUESTIONS for answer in ("yes", "no")],
    "form.settings.{}": ("loading", "checking", "saved"),
    "help.{}": Command,
    "hooks.{}": EVENTS,
    "kind.{}": EVENTS,
    "language.{}": get_args(DocumentLanguage),
    "missing.{}": Why,
    "payment.{}": [way.name.lower() for way in PaymentType],
    "reason.{}": (
        "asked_before",
        "asked_by_hand",
        "corrected",
        "found",
        "by_rule",
        "two_approve",
        "invoiced_elsewhere",
        "proforma_differs",
        "proforma_paid",
    ),
    "rule.day.{}": ("1", "2", "3", "4", "5", "6", "7"),
    "rule.flaw.{}": FLAWS,
    "rule.then.{}": Action,
    "rules.change.{}": RuleChange,
    "series.{}": ("invoice", "proforma"),
    "settings.charges_vat.by_{}": ChargesVat,
    "settings.too_few_{}": [
        f"{whom}{how}" for whom in ("approvers", "of_rule") for how in ("", ".nobody", ".only_one")
    ],
    "settings.{}.{}": (
        "active.on",
        "automatic.on",
        "four_eyes.on",
        "invoice_proforma_on_paid.on",
        "only_with_billing.on",
        "round_totals.on",
        "save.customers",
        "save.products",
        "verify_buyers.on",
    ),
    "status.{}": TRIGGERS,
    "trial.about.{}": ABOUTS,
    "trial.action.{}": Action,
    "trial.part.{}": PARTS,
    "trial.why.{}": WHYS,
    "verdict.{}": Verdict,
    "what.proposal.{}": (ProposalState.APPROVED, ProposalState.DECLINED),
    "{}.none": ("pending", "unpaid"),
    "{}.title.one": ("pending", "unpaid"),
    "{}.title.other": ("pending", "unpaid"),
    "{}.submit": (
        "form.collect",
        "form.connect",
        "form.correct",
        "form.decline",
        "form.issue",
        "form.restore",
        "form.rule",
        "form.rule_removal",
        "form.rule_tried",
        "form.settings",
        "form.was_issued",
    ),
    "trouble.{}": [
        f"shop.{why}"
        for why in ("wrong_key", "unknown_address", "no_api", "plan_ended", "refused", "unreachable")
    ],
}
#: Made of slugs that stand elsewhere in the code and are looked up from there.
PASSED_ON = {
    "connect.{}",
    "connect.{}.hint",
    "error.{}",
    "error.{}.until",
    "finding.{}",
    "settings.error.{}",
    "settings.{}",
    "settings.{}.hint",
    "what.{}",
    "{}.hint",
    "{}.no",
    "{}.title",
    "{}.yes",
    "{}.{}",
}
#: Of a shop's own words, and of the names of our jobs and settings, those that we can translate: looked up, not
#: demanded.
KNOWN_CODES = ("state.", "method.", "job.", "setting.")
#: Said by older versions: what they stored is still shown.
OLDER = {"finding.buyer.abroad"}


def members(pattern: str) -> list[str]:
    """The slugs of a family."""
    before, _, after = pattern.partition("{}")
    return [f"{before}{value}{after.removeprefix('.{}')}" for value in FAMILIES[pattern]]


def wanted() -> dict[str, str]:
    """Every slug that the code can ask for, with a place that asks."""
    found: dict[str, str] = {}
    for one in said():
        slugs = members(one.slug) if one.slug in FAMILIES else [one.slug]
        if one.slug not in PASSED_ON:
            found |= dict.fromkeys(slugs, one.where)
    found |= {slug: "a form's reader" for slug in literals() if slug.startswith("form.error.")}
    return found


def sentence_of(error: str) -> str:
    """An error's own sentence, or the one under `error.`, as the edges look it up."""
    return error if error in SENTENCES["en"] else f"error.{error}"


def wanted_by_errors() -> dict[str, str]:
    """The sentence of every error that is raised anywhere, with a place that raises it."""
    return {
        sentence_of(slug): one.where
        for one in raised()
        for slug in (members(one.slug) if one.is_family else [one.slug])
    }


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_every_family_of_slugs_is_known_here() -> None:
    made = {one.slug for one in (*said(), *raised()) if one.is_family}

    assert made - PASSED_ON == set(FAMILIES)


@each_language
def test_whatever_the_code_says_has_its_sentence(language: Language) -> None:
    assert {slug: where for slug, where in wanted().items() if slug not in SENTENCES[language]} == {}


@each_language
def test_every_error_has_its_sentence(language: Language) -> None:
    missing = {slug: where for slug, where in wanted_by_errors().items() if slug not in SENTENCES[language]}

    assert missing == {}


def test_enough_of_the_code_was_read() -> None:
    assert len(said()) > 150
    assert len(raised()) > 50
    assert {"smartbill/transport.py", "storage/engine.py", "slack/courier.py", "flows/payments.py"} <= {
        one.where.partition(":")[0] for one in raised()
    }


def test_every_blank_is_filled_where_the_sentence_is_said() -> None:
    unfilled = [
        one
        for one in said()
        if one.facts is not None and not blanks(SENTENCES["en"].get(one.slug, "")) <= one.facts
    ]

    assert unfilled == []


def test_every_blank_is_filled_where_an_error_is_raised() -> None:
    unfilled = [
        one
        for one in raised()
        for slug in (members(one.slug) if one.is_family else [one.slug])
        if one.facts is not None and not blanks(SENTENCES["en"][sentence_of(slug)]) <= one.facts
    ]

    assert unfilled == []


def test_no_sentence_is_left_unsaid() -> None:
    put_in_front = {f"what.{text}" for text in literals()}
    put_behind = {f"{slug}.until" for slug in wanted_by_errors()}
    put_in_the_form = {f"settings.{slug}" for slug in wanted_by_errors()}
    put_elsewhere = put_in_front | put_behind | put_in_the_form
    said_somewhere = {*wanted(), *wanted_by_errors(), *literals(), *put_elsewhere}

    unsaid = {
        slug for slug in SENTENCES["en"] if slug not in said_somewhere and not slug.startswith(KNOWN_CODES)
    }

    assert unsaid == OLDER
