"""A rule as people read it, in Romanian and in English."""

from decimal import Decimal

from bot.domain.kinds import Document
from bot.domain.payments import PaymentType
from bot.domain.rule_sentences import default_sentence, rule_sentence, rule_sentences
from bot.domain.rulebook import Action, Rule
from tests.builders import a_rule, some_settings

EVERYTHING = a_rule(
    name="Firme din UE",
    statuses=("paid", "order-gata"),
    methods=("cod", "netopia"),
    total_from=Decimal(1000),
    total_to=Decimal("12345.675"),
    is_company=True,
    pays_vat=True,
    countries=("EU", "GB"),
    currencies=("RON", "EUR", "USD"),
    tags=("b2b",),
    shipping=("fan",),
    weekdays=(1, 6),
    hour_from=22,
    hour_to=6,
    has_billing=True,
    document=Document.PROFORMA,
    series="EXT",
    language="EN",
    due_days=14,
    wait_minutes=30,
    approvers=("U1", "U2"),
)


def test_everything_is_told_in_english() -> None:
    assert rule_sentence("en", EVERYTHING) == (
        "Firme din UE: if the status is “paid (or completed)” or “order-gata”, "
        "the payment method is cash on delivery or “netopia”, "
        "the total is between 1,000.00 and 12,345.675 RON, the currency is RON, EUR or USD, "
        "it has the tag “b2b”, it is sent by “fan”, the buyer is a company, the buyer is registered for VAT, "
        "the buyer's country is another EU country or GB, the customer entered billing information, "
        "the shop changed it on Monday or Saturday and the shop changed it between 22:00 and 6:00, "
        "the document is issued at once (proforma, series EXT, in English, due in 14 days, "
        "after 30 minutes, U1 or U2 may approve)."
    )


def test_everything_is_told_in_romanian() -> None:
    assert rule_sentence("ro", EVERYTHING) == (
        "Firme din UE: dacă starea este „plătită (sau finalizată)” sau „order-gata”, "
        "metoda de plată este ramburs sau „netopia”, "
        "totalul este între 1.000,00 și 12.345,675 RON, moneda este RON, EUR sau USD, "
        "are eticheta „b2b”, se livrează prin „fan”, cumpărătorul este o firmă, "
        "cumpărătorul este plătitor de TVA, țara cumpărătorului este altă țară din UE sau GB, "
        "clientul a completat datele de facturare, ultima modificare a fost luni sau sâmbătă "
        "și ultima modificare a fost între orele 22:00 și 6:00, documentul se emite imediat "
        "(proformă, seria EXT, în engleză, scadența peste 14 zile, după 30 de minute, pot aproba U1 sau U2)."
    )


def told(rule: Rule) -> str:
    return rule_sentence("en", rule).removeprefix("Toate: ")


def test_a_rule_without_conditions_is_for_every_order() -> None:
    assert told(a_rule()) == "always; the document is issued at once."
    assert told(a_rule(action=Action.PROPOSE)) == "always; approval is requested."


def test_what_is_left_has_no_document_to_speak_of() -> None:
    rule = a_rule(action=Action.LEAVE, series="EXT", wait_minutes=5)

    assert told(rule) == "always; the order is left without a document."


def test_paid_means_completed_too_unless_that_is_named_itself() -> None:
    assert told(a_rule(statuses=("paid",))).startswith("if the status is “paid (or completed)”, ")
    assert told(a_rule(statuses=("paid", "completed"))).startswith("if the status is “paid” or “completed”, ")
    both = rule_sentence("ro", a_rule(statuses=("Completed", "Paid")))
    assert "dacă starea este „finalizată” sau „plătită”, " in both


def test_of_conditions_that_need_more_room_only_the_beginning_is_told() -> None:
    rule = a_rule(statuses=("paid",), methods=("cod",), action=Action.LEAVE)

    cut = rule_sentence("en", rule, room=36)

    assert cut == "Toate: if the status is “paid (or completed)” …, the order is left without a document."


def test_a_rule_that_is_switched_off_says_so() -> None:
    assert told(a_rule(active=False)).endswith("at once. Switched off.")


def test_bounds_of_a_total_stand_alone_too() -> None:
    assert "if the total is at least 0.10 RON, " in told(a_rule(total_from="0.1"))
    assert "if the total is at most 99.99 EUR, " in told(a_rule(total_to="99.99", total_currency="EUR"))


def test_persons_without_vat_and_without_billing_are_told() -> None:
    rule = a_rule(is_company=False, pays_vat=False, has_billing=False)

    assert told(rule).startswith(
        "if the buyer is an individual, the buyer is not registered for VAT and the customer entered no billing information, "
    )


def test_money_is_recorded_in_the_shops_way_or_in_the_rules() -> None:
    assert "(then the invoice's whole amount is recorded as received, even if it is not paid)" in told(
        a_rule(collects=True)
    )
    card = a_rule(collects=True, payment_type=PaymentType.CARD_ONLINE)
    assert (
        "(then the invoice's whole amount is recorded as received as Card online, even if it is not paid)"
        in told(card)
    )


def test_money_is_said_to_be_the_invoices_as_the_document_may_be_a_proforma() -> None:
    rule = a_rule(collects=True)

    english, romanian = rule_sentence("en", rule), rule_sentence("ro", rule)
    assert "(then the invoice's whole amount is recorded as received, even if it is not paid)" in english
    assert (
        "(apoi se înregistrează încasarea întregii sume a facturii, chiar dacă nu este plătită)" in romanian
    )


def test_no_due_date_is_something_that_a_rule_can_say() -> None:
    assert "(without a due date)" in told(a_rule(due_days=0))
    assert "(due in 1 day)" in told(a_rule(due_days=1))


def test_half_an_hour_is_a_bound_alone() -> None:
    assert "between 9:00 and 24:00" in told(a_rule(hour_from=9))


def test_the_default_rule_says_what_the_settings_do() -> None:
    asked, issued = some_settings(), some_settings(automatic=True, bot_language="en")

    assert default_sentence("ro", asked) == (
        "Regula implicită: dacă starea este „plătită (sau finalizată)”, "
        "se cere o aprobare (factură, seria FCT)."
    )
    assert default_sentence("en", issued) == (
        "Default rule: if the status is “paid (or completed)” and the customer entered billing information, "
        "the document is issued at once (invoice, series FCT)."
    )


def test_the_default_rule_is_the_last_of_all() -> None:
    settings = some_settings(rules=(a_rule(),))

    assert rule_sentences("en", settings) == (
        rule_sentence("en", a_rule()),
        default_sentence("en", settings),
    )
