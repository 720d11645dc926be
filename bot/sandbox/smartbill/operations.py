"""The list of calls: which method and path does what, with which body, and how it says no."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.sandbox.smartbill import bodies, collecting, issuing, lookups, mailing
from bot.sandbox.smartbill.account import Account
from bot.sandbox.smartbill.answers import (
    Answer,
    Json,
    Refusal,
    common,
    not_invoiced,
    not_issued,
    not_known,
    not_sent,
)
from bot.sandbox.smartbill.changes import INVOICES, PROFORMAS

PREFIX = "/SBORO/api"


@dataclass(frozen=True)
class Operation:
    """One call.

    `work` takes the account and what was asked: the body as a model, or the query as a mapping
    where the call has no body. `is_file` says that a success is a file.
    """

    work: Callable[[Account, Any], Json | Answer]
    body: type[bodies.CompanyBody] | None = None
    refusal: Refusal = common
    is_file: bool = False


OPERATIONS: dict[tuple[str, str], Operation] = {
    ("POST", "/invoice/v2"): Operation(issuing.invoice_v2, bodies.InvoiceBody, not_issued),
    ("POST", "/invoice"): Operation(issuing.invoice, bodies.InvoiceBody),
    ("POST", "/invoice/reverse"): Operation(issuing.reverse, bodies.ReverseBody, not_issued),
    ("PUT", "/invoice/cancel"): Operation(INVOICES.cancel),
    ("PUT", "/invoice/restore"): Operation(INVOICES.restore),
    ("DELETE", "/invoice"): Operation(INVOICES.delete),
    ("GET", "/invoice/pdf"): Operation(lookups.invoice_pdf, is_file=True),
    ("GET", "/invoice/paymentstatus"): Operation(lookups.payment_status, refusal=not_known),
    ("POST", "/estimate/v2"): Operation(issuing.estimate_v2, bodies.EstimateBody, not_issued),
    ("POST", "/estimate"): Operation(issuing.estimate, bodies.EstimateBody),
    ("PUT", "/estimate/cancel"): Operation(PROFORMAS.cancel),
    ("PUT", "/estimate/restore"): Operation(PROFORMAS.restore),
    ("DELETE", "/estimate"): Operation(PROFORMAS.delete),
    ("GET", "/estimate/pdf"): Operation(lookups.estimate_pdf, is_file=True),
    ("GET", "/estimate/invoices"): Operation(lookups.estimate_invoices, refusal=not_invoiced),
    ("POST", "/payment"): Operation(collecting.pay, bodies.PaymentBody),
    ("DELETE", "/payment/chitanta"): Operation(collecting.delete_receipt),
    ("DELETE", "/payment/v2"): Operation(collecting.delete_payment),
    ("POST", "/document/send"): Operation(mailing.send, bodies.SendBody, not_sent),
    ("GET", "/tax"): Operation(lookups.taxes),
    ("GET", "/series"): Operation(lookups.series_list),
}


def methods_of(path: str) -> list[str]:
    """The methods that path knows, in a steady order."""
    return sorted(method for method, known in OPERATIONS if known == path)
