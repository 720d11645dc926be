"""An anchor says the same as the document that is made from it, and belongs to it alone."""

import pytest

from bot.domain.anchors import Anchor, Made, gate_of, proforma_of, sent_with, sole_invoice
from bot.domain.invoices import Draft, compose
from bot.domain.orders import digest
from bot.domain.shops import Document
from tests.builders import an_order, some_settings


def anchored(**settings: object) -> Draft:
    return compose(an_order(), some_settings(anchor_series="SLKP", **settings))


def test_the_proforma_differs_in_its_kind_and_series_alone() -> None:
    draft = anchored()

    proforma = proforma_of(draft)

    assert (proforma.document, proforma.series) == (Document.PROFORMA, "SLKP")
    changed = {name for name in Draft.model_fields if getattr(proforma, name) != getattr(draft, name)}
    assert changed == {"document", "series", "anchor_series"}


def test_only_invoices_have_anchors() -> None:
    assert anchored(document=Document.PROFORMA, series="PF").anchor_series == ""


def test_a_draft_without_an_anchor_has_the_digest_it_had_before_there_were_any() -> None:
    plain = compose(an_order(), some_settings())

    assert "anchor_series" not in plain.model_dump()
    assert digest(plain) != digest(anchored())


def test_a_stored_draft_keeps_its_anchors() -> None:
    assert Draft.model_validate_json(anchored().model_dump_json()).anchor_series == "SLKP"


def test_first_the_proforma_is_sent_and_its_series_waits_then_the_invoice_and_none_does() -> None:
    draft = anchored()
    to_be_made, made = Anchor("SLKP"), Anchor("SLKP", "0226")

    first, second, ordinary = gate_of(draft, to_be_made), gate_of(draft, made), gate_of(draft, None)

    assert first is not None
    assert first.key == "99999992/proforma/SLKP"
    assert second is None
    assert ordinary is not None
    assert ordinary.key == "99999992/invoice/FCT"
    assert sent_with(draft, to_be_made) == proforma_of(draft)
    assert sent_with(draft, made) == draft


@pytest.mark.parametrize(
    ("made", "only"),
    [
        ((), None),
        ((Made("FCT", "0012"),), Made("FCT", "0012")),
        ((Made("FCT", ""),), None),
        ((Made("FCT", "0012"), Made("FCT", "0013")), None),
    ],
)
def test_one_invoice_with_a_number_is_proof_and_nothing_else_is(
    made: tuple[Made, ...], only: Made | None
) -> None:
    assert sole_invoice(made) == only
