"""A shop that invoices by itself, too: nothing is issued beside it unasked, and its people are told once."""

from bot.errors import RemoteUnavailable
from tests.builders import an_order
from tests.flows.desks import Desks
from tests.flows.test_visiting import announced, findings, go_round, later, settle, told_and_known, visited


def test_what_the_shop_has_invoiced_is_asked_about_and_never_issued_automatically(desks: Desks) -> None:
    proposal = desks.proposed(an_order(invoiced_as="CC 0042"), automatic=True)

    (finding,) = proposal.findings
    assert (finding.code, finding.facts) == ("order.invoiced_in_shop", {"document": "CC 0042"})
    assert proposal.state == "open"
    assert desks.biller.documents == []


def test_people_may_have_it_invoiced_all_the_same(desks: Desks) -> None:
    invoice = desks.issued(an_order(invoiced_as="CC 0042"), automatic=True)

    assert invoice.series == "FCT"


def test_the_channel_is_told_once_for_a_shop(desks: Desks) -> None:
    desks.connect()
    for number in ("1043", "1044"):
        desks.told(an_order(external_id=number, number=number, invoiced_as=f"CC {number}"))
        desks.run_all()

    (told,) = desks.courier.announced
    assert told.slug == "shop.invoices_too"
    assert told.note.facts == {"shop": "Lămpi Exemplu", "order": "1043", "document": "CC 1043"}


def test_each_shop_is_told_of(desks: Desks) -> None:
    for shop in ("lampi", "miere"):
        desks.connect(id=shop, name=shop)
        desks.told(an_order(invoiced_as="CC 0042"), shop=shop)
        desks.run_all()

    assert announced(desks) == ["shop.invoices_too", "shop.invoices_too"]


def test_of_a_shop_that_is_off_nothing_is_told(desks: Desks) -> None:
    desks.connect(active=False)
    desks.told(an_order(invoiced_as="CC 0042"))
    desks.run_all()

    assert announced(desks) == []


def test_what_an_app_of_the_shop_made_is_found_by_asking(desks: Desks) -> None:
    visited(desks, automatic=True)
    desks.told(an_order())
    desks.keeper.tell(an_order(invoiced_as="CC 0042"))

    settle(desks)

    assert findings(desks) == ["order.invoiced_in_shop"]
    assert announced(desks) == ["shop.invoices_too"]
    assert desks.biller.documents == []


def test_a_notice_that_does_not_tell_it_does_not_take_it_back(desks: Desks) -> None:
    visited(desks, automatic=True)
    told_and_known(desks, an_order(invoiced_as="CC 0042"))
    settle(desks)
    desks.keeper.down = RemoteUnavailable("shop.unreachable")

    desks.told(later(5, status="completed"))
    desks.run_all()

    assert desks.record().order.invoiced_as == "CC 0042"


def test_that_it_was_cancelled_in_the_shop_is_the_shops_own_word(desks: Desks) -> None:
    visited(desks)
    told_and_known(desks, an_order(invoiced_as="CC 0042"))
    settle(desks)
    desks.keeper.tell(later(5))

    go_round(desks)

    assert findings(desks) == []


def test_what_nobody_has_confirmed_is_not_told(desks: Desks) -> None:
    visited(desks)
    desks.keeper.down = RemoteUnavailable("shop.unreachable")
    desks.told(an_order(invoiced_as="CC 0042"))

    settle(desks)

    assert announced(desks) == []


def test_a_no_stands_when_the_shop_then_invoices_the_order(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U1", reason="")

    desks.later_told(invoiced_as="CC 0042")

    assert desks.latest().state == "declined"


def test_our_own_document_is_not_the_shops(desks: Desks) -> None:
    invoice = desks.issued()

    desks.later_told(invoiced_as=invoice.name.replace(" ", ""))

    assert announced(desks) == []


def test_a_document_of_the_shop_beside_ours_is_told(desks: Desks) -> None:
    desks.issued()

    desks.later_told(invoiced_as="CC 0042")

    assert announced(desks) == ["shop.invoices_too"]
