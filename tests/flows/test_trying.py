"""Settings are tried on the orders that are known: what is said is what deciding then does, and nothing is touched."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.domain.amending import Amendment
from bot.domain.background import AccountVat
from bot.domain.forgetting import without_customer
from bot.domain.orders import Order, digest
from bot.domain.rulebook import Action, Rule
from bot.domain.rules import Issue, Leave, Propose, Wait
from bot.domain.ruling import Ruling
from bot.domain.shops import Series, ShopSettings
from bot.domain.trials import MOST_ORDERS, Trial
from bot.errors import Refusal
from bot.flows.composing import Composed, Composing
from bot.flows.ledger import OrderRecord
from bot.storage.engine import Database
from tests.builders import a_company, a_rule, an_order, some_settings
from tests.domain.strategies import orders, rules, shops_settings, states
from tests.fakes.biller import USUAL_SERIES, FakeBiller
from tests.flows.desks import Desks
from tests.storage.databases import empty_out

ISSUE, PROPOSE, LEAVE = Action.ISSUE, Action.PROPOSE, Action.LEAVE
AUTOMATIC = some_settings(automatic=True)
FEW = settings(
    max_examples=25,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def compare(desks: Desks, then: ShopSettings = AUTOMATIC, **asked: Any) -> Trial:
    return desks.flows.trying.compare("lampi", then, **asked)


def then(trial: Trial) -> tuple[int, int, int]:
    """How many would be issued, proposed and left."""
    return trial.then[ISSUE], trial.then[PROPOSE], trial.then[LEAVE]


def now(trial: Trial) -> tuple[int, int, int]:
    return trial.now[ISSUE], trial.now[PROPOSE], trial.now[LEAVE]


def known(desks: Desks, *told: Order, **settings: Any) -> None:
    """The shop is connected, and these orders are known and decided."""
    desks.connect(**settings)
    for order in told:
        desks.told(order)
    desks.run_all()


def numbered(*changes: dict[str, Any]) -> list[Order]:
    return [an_order(**{"external_id": str(n), "number": str(n)} | each) for n, each in enumerate(changes)]


def everything(database: Database) -> list[str]:
    """All rows of all tables."""
    with database.engine.connect() as connection:
        return list(connection.connection.iterdump())


def test_the_latest_orders_are_tried_under_the_settings_of_now_and_of_then(desks: Desks) -> None:
    known(desks, *numbered({}, {"status": "pending"}, {"status": "odd"}))

    found = compare(desks, AUTOMATIC.model_copy(update={"statuses": ("paid", "pending")}))

    assert (now(found), then(found)) == ((0, 1, 2), (2, 0, 1))
    # The latest first.
    assert [example.number for example in found.examples] == ["1", "0"]


def test_nothing_is_touched_and_nobody_is_asked(desks: Desks) -> None:
    known(desks, *numbered({"customer": a_company(), "currency": "EUR"}, {}), verify_buyers=True)
    before = everything(desks.database)
    heard = [len(each) for each in (desks.companies.asked, desks.biller.calls, desks.courier.told)]

    compare(desks)
    desks.run_all()

    assert everything(desks.database) == before
    assert [len(each) for each in (desks.companies.asked, desks.biller.calls, desks.courier.told)] == heard


def test_orders_that_have_their_document_are_judged_as_if_they_came_now(desks: Desks) -> None:
    desks.issued()

    found = compare(desks)

    assert (now(found), then(found)) == ((0, 1, 0), (1, 0, 0))


def test_what_people_answered_changes_nothing(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.approvals.decline(proposal.id, by="U1", reason="")

    assert then(compare(desks)) == (1, 0, 0)


def test_dead_orders_are_left(desks: Desks) -> None:
    known(desks, an_order(status="refunded"))

    found = compare(desks, AUTOMATIC.model_copy(update={"rules": (a_rule(),)}))

    assert (now(found), then(found)) == ((0, 0, 1), (0, 0, 1))


def test_orders_whose_rate_nobody_knows_are_proposed(desks: Desks) -> None:
    line = an_order().lines[0].model_copy(update={"vat_rate": None})
    known(desks, an_order(lines=(line,)))

    assert then(compare(desks)) == (0, 1, 0)
    assert then(compare(desks, some_settings(automatic=True, vat_fallback=21))) == (0, 1, 0)


def test_orders_of_a_company_whose_vat_rates_were_never_read_are_proposed_and_not_sure(desks: Desks) -> None:
    known(desks, an_order())
    other = AUTOMATIC.model_copy(update={"cif": "RO99999993"})

    unread = compare(desks, other)
    desks.ledger.registers.keep_account_vat("RO99999993", AccountVat({}), desks.clock.now())

    assert (then(unread), unread.unsure) == ((0, 1, 0), 1)
    assert compare(desks, other).unsure == 0


def test_companies_and_rates_count_as_far_as_they_are_known(desks: Desks) -> None:
    known(desks, *numbered({"customer": a_company()}, {"currency": "EUR"}, {}), verify_buyers=True)
    verifying = AUTOMATIC.model_copy(update={"verify_buyers": True})

    fresh = compare(desks, verifying)
    desks.clock.advance(timedelta(days=2))
    stale = compare(desks, verifying)

    assert (then(fresh), fresh.unsure) == ((2, 1, 0), 0)
    assert (then(stale), stale.unsure) == ((1, 2, 0), 2)


def test_where_a_rule_looks_at_vat_an_order_that_is_left_may_not_be_sure_either(desks: Desks) -> None:
    known(desks, an_order(customer=a_company(), status="odd"))
    pays = AUTOMATIC.model_copy(update={"verify_buyers": True, "rules": (a_rule(pays_vat=False),)})

    assert compare(desks, AUTOMATIC.model_copy(update={"verify_buyers": True})).unsure == 0
    assert compare(desks, pays).unsure == 1


def test_orders_whose_buyer_is_forgotten_are_left_out_and_counted(desks: Desks) -> None:
    first, second = numbered({}, {})
    known(desks, first, second)
    desks.ledger.orders.update("lampi", without_customer(first))

    found = compare(desks)

    assert (found.orders, found.forgotten, then(found)) == (1, 1, (1, 0, 0))


def test_what_people_put_right_counts(desks: Desks) -> None:
    order = an_order()
    known(desks, order)
    facts = {"by": "U1", "is_company": True, "buyer": {"name": "ATELIER SRL", "vat_code": "RO99999992"}}
    amendment = Amendment.model_validate(
        facts | {"customer_digest": digest(order.customer), "lines_digest": ""}
    )
    desks.ledger.orders.amend(1, amendment)

    found = compare(desks, AUTOMATIC.model_copy(update={"rules": (a_rule(is_company=True, action=LEAVE),)}))

    assert (now(found), then(found)) == ((0, 1, 0), (0, 0, 1))
    assert then(compare(desks)) == (0, 1, 0)


def test_days_and_hours_are_those_of_the_orders_last_change(desks: Desks) -> None:
    known(desks, an_order())
    # It was changed on a Friday at half past eleven.
    desks.clock.advance(timedelta(days=1))
    fridays = AUTOMATIC.model_copy(update={"rules": (a_rule(weekdays=(5,), action=LEAVE),)})

    assert then(compare(desks, fridays)) == (0, 0, 1)


def test_only_the_latest_orders_of_this_shop_are_tried(desks: Desks) -> None:
    desks.connect()
    desks.connect(id="alta", name="Alta", cif="RO99999917")
    desks.ledger.orders.update("alta", an_order(number="9"))
    with desks.ledger.transaction():
        for number in range(MOST_ORDERS + 1):
            desks.ledger.orders.update("lampi", an_order(external_id=f"{number}", number=f"{number}"))

    found = compare(desks)

    assert (found.orders, found.examples[0].number) == (MOST_ORDERS, f"{MOST_ORDERS}")


def test_a_document_is_composed_once_where_both_settings_make_the_same(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(desks, an_order())
    composed: list[object] = []
    compose = Composing.document_by

    def noted(desk: Composing, ruling: Ruling, record: OrderRecord) -> Composed:
        composed.append(ruling)
        return compose(desk, ruling, record)

    monkeypatch.setattr(Composing, "document_by", noted)

    compare(desks)
    once = len(composed)
    compare(desks, AUTOMATIC.model_copy(update={"due_days": 3}))

    assert (once, len(composed) - once) == (1, 2)


def test_everything_is_read_in_one_go(desks: Desks) -> None:
    known(desks, *numbered({}, {}))
    begun: list[object] = []

    def hear(connection: object) -> None:
        begun.append(connection)

    event.listen(desks.database.reader, "begin", hear)
    compare(desks)
    event.remove(desks.database.reader, "begin", hear)

    assert len(begun) == 1


def test_whoever_may_not_change_the_settings_may_not_try_others(desks: Desks) -> None:
    known(desks, an_order(), admins=("U1",))

    assert compare(desks, by="U1").orders == 1
    with pytest.raises(Refusal, match=r"settings\.not_an_admin"):
        compare(desks, by="U2")


@FEW
@given(
    told=st.lists(states() | orders(), min_size=1, max_size=4),
    settings_now=shops_settings(),
    settings_then=shops_settings(),
    rules_then=rules(),
)
def test_what_is_said_of_an_order_is_what_deciding_does_with_it(
    sqlite: Database,
    told: list[Order],
    settings_now: ShopSettings,
    settings_then: ShopSettings,
    rules_then: tuple[Rule, ...],
) -> None:
    wanted = settings_then.model_copy(update={"rules": rules_then})
    given_orders = [
        order.model_copy(update={"external_id": str(n), "number": str(n)}) for n, order in enumerate(told)
    ]

    said = now_and_then(sqlite, given_orders, settings_now, wanted)

    assert said == (decided(sqlite, given_orders, settings_now), decided(sqlite, given_orders, wanted))


def now_and_then(database: Database, told: list[Order], now: ShopSettings, then: ShopSettings) -> Any:
    """What becomes of each order, as the trial says; one order at a time, because it tells of few."""
    said = []
    for order in told:
        desks = a_world(database, now)
        desks.ledger.orders.update("lampi", order)
        trial = desks.flows.trying.compare("lampi", then)
        said.append(
            [next(action for action in Action if counts[action]) for counts in (trial.now, trial.then)]
        )
    return [one for one, _ in said], [other for _, other in said]


def decided(database: Database, told: list[Order], by: ShopSettings) -> list[Action]:
    """What deciding does with them, to the end of every wait."""
    desks = a_world(database, by)
    for order in told:
        desks.told(order)
    desks.run_all()
    desks.pass_by(timedelta(minutes=31))
    return [action_of(desks, number + 1) for number in range(len(told))]


def action_of(desks: Desks, order_id: int) -> Action:
    match desks.record(order_id).decision:
        case Issue():
            return ISSUE
        case Propose():
            return PROPOSE
        case Leave() | None:
            # A shop that is switched off decides nothing.
            return LEAVE
        case Wait():
            raise AssertionError("It waits for ever.")


def a_world(database: Database, by: ShopSettings) -> Desks:
    """A new one, on the same file; SmartBill's rates of VAT and the bank's of exchange are known."""
    empty_out(database)
    desks = Desks(database, FakeBiller((*USUAL_SERIES, Series("EXT", "invoice", 1))))
    desks.connect(**dict(by))
    desks.ledger.registers.keep_rates(desks.exchange.rates, desks.clock.now())
    return desks
