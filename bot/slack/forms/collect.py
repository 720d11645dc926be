"""The form for money received, and how it is read."""

from datetime import date
from decimal import Decimal
from typing import Any

from slack_sdk.models.blocks.block_elements import DatePickerElement

from bot.domain.amounts import parse_amount
from bot.domain.documents import Invoice
from bot.domain.payments import Payment, PaymentType
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.forms.fields import VALUE, Values, field, modal, select, text_input, typed
from bot.slack.ids import Form
from bot.slack.mrkdwn import decimal, money, tell
from bot.words.say import Language, say


def collect_form(language: Language, invoice: Invoice, suggested: Payment) -> Json:
    """Date, way of payment, amount, and the receipt's series where a receipt is wanted."""
    ways = [(way.value, say(language, f"payment.{way.name.lower()}")) for way in PaymentType]
    open_amount = money(language, invoice.to_collect)
    blocks: list[Any] = [
        b.section(tell(language, "form.collect.about", number=invoice.name, rest=open_amount)),
        field(
            language,
            "paid_on",
            "form.collect.paid_on",
            DatePickerElement(action_id=VALUE, initial_date=suggested.paid_on.isoformat()),
        ),
        field(language, "type", "form.collect.type", select(ways, suggested.type.value)),
        field(
            language,
            "amount",
            "form.collect.amount",
            text_input(decimal(language, suggested.amount), most=30),
        ),
        field(
            language,
            "receipt_series",
            "form.collect.receipt_series",
            text_input(suggested.receipt_series, most=20),
            optional=True,
        ),
    ]
    return modal(
        language, "form.collect", blocks, form=Form.COLLECT, metadata=f"{invoice.id}:{invoice.collected:.2f}"
    )


def read_seen(metadata: str) -> tuple[int, Decimal]:
    """The invoice's id, and what was collected of it when the form was opened."""
    invoice_id, _, collected = metadata.partition(":")
    return int(invoice_id), Decimal(collected)


def read_collect(values: Values) -> Payment | dict[str, str]:
    """The payment that was typed, or a slug for each field that is wrong."""
    amount = parse_amount(typed(values, "amount"))
    kind = typed(values, "type")
    series = typed(values, "receipt_series")
    errors: dict[str, str] = {}
    if amount is None or amount <= 0:
        errors["amount"] = "form.error.amount"
    if kind == PaymentType.RECEIPT and not series:
        errors["receipt_series"] = "form.error.receipt_series"
    if errors or amount is None:
        return errors
    return Payment(
        type=PaymentType(kind),
        amount=amount,
        paid_on=date.fromisoformat(typed(values, "paid_on")),
        receipt_series=series if kind == PaymentType.RECEIPT else "",
    )
