"""An anchor says the same as the document that is made from it, and belongs to it alone."""

import pytest

from bot.domain.anchors import (
    Anchor,
    Made,
    gate_of,
    lane_of,
    proforma_of,
    sent_with,
    sole_invoice,
    source_of,
)
from bot.domain.invoices import Draft, Proforma, compose
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
    assert first.key == "99999917/proforma/SLKP"
    assert second is None
    assert ordinary is not None
    assert ordinary.key == "99999917/invoice/FCT"
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


def from_proforma(draft: Draft, *, is_source: bool = True) -> Draft:
    proforma = Proforma(series="SLKP", number="0226", is_source=is_source)
    return draft.model_copy(update={"proforma": proforma})


def test_an_invoice_from_the_order_s_own_proforma_takes_its_turn_in_its_series() -> None:
    draft = from_proforma(compose(an_order(), some_settings()))

    source, lane = source_of(draft), lane_of(draft)

    assert source == Anchor("SLKP", "0226")
    gate = gate_of(draft, source)
    assert gate is not None
    assert lane is not None
    assert gate.key == lane.key == "99999917/invoice/FCT"


def test_where_people_use_the_series_too_it_waits_for_nobody() -> None:
    draft = from_proforma(anchored())

    assert lane_of(draft) is None
    assert gate_of(draft, source_of(draft)) is None


def test_an_invoice_beside_a_proforma_goes_the_way_it_would_go_alone() -> None:
    plain = from_proforma(compose(an_order(), some_settings()), is_source=False)
    shared = from_proforma(anchored(), is_source=False)
    lanes = [lane_of(draft) for draft in (plain, shared)]

    assert [source_of(plain), source_of(shared), source_of(anchored())] == [None, None, None]
    assert [lane.key for lane in lanes if lane] == ["99999917/invoice/FCT", "99999917/proforma/SLKP"]
    assert proforma_of(shared) == proforma_of(anchored())
