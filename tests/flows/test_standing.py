"""How the bot is doing, and what orders wait for, as the ledger and the queue have it."""

from datetime import timedelta

from bot.domain.approvals import ProposalState
from bot.domain.documents import AttemptState
from bot.domain.numbers import series_of
from bot.domain.shops import Account
from bot.errors import RemoteUnavailable
from bot.flows.overview import Life, Overview, Prospects, WaitsFor
from bot.flows.standing import Block, Doubt, Standing
from bot.storage.timetable import SqlTimetable
from bot.work.allowance import Share
from tests.builders import an_order
from tests.flows.desks import QUIET, Desks

BLOCK = timedelta(minutes=8)


def _not_blocked(_account: Account) -> timedelta | None:
    return None


def _prospects(desks: Desks, *, blocked: bool = False) -> Prospects:
    return Prospects(desks.clock.now, QUIET, (lambda _account: BLOCK) if blocked else _not_blocked)


def _life(desks: Desks, order_id: int = 1, *, blocked: bool = False) -> Life:
    return Overview(desks.ledger, _prospects(desks, blocked=blocked)).life(order_id)


def _standing(desks: Desks, *, blocked: bool = False) -> Standing:
    timetable = SqlTimetable(desks.database, desks.queue, desks.clock)
    return Standing(desks.ledger, desks.queue, timetable, _prospects(desks, blocked=blocked), Share(30, 10.0))


def _approved(desks: Desks, number: str = "1043") -> str:
    proposal = desks.proposed(an_order(external_id=number, number=number))
    found = desks.overview.find(number).proposal
    assert found is not None
    desks.ledger.proposals.answer(found.id, ProposalState.APPROVED, by="U1")
    assert proposal
    return found.id


def _in_doubt(desks: Desks, number: str = "1043") -> None:
    _approved(desks, number)
    proposal = desks.overview.find(number).proposal
    assert proposal is not None
    attempt = desks.begun(proposal)
    desks.ledger.documents.end(attempt.id, AttemptState.UNKNOWN)
    desks.ledger.proposals.move(proposal.id, ProposalState.APPROVED, ProposalState.UNKNOWN)


def test_an_approved_order_waits_for_nothing_where_nothing_is_in_its_way(desks: Desks) -> None:
    _approved(desks)

    assert (_life(desks).waits_for, _life(desks).waits_until) == (None, None)


def test_while_smartbill_blocks_an_approved_order_waits_until_the_block_ends(desks: Desks) -> None:
    _approved(desks)

    life = _life(desks, blocked=True)

    assert (life.waits_for, life.waits_until) == (WaitsFor.SMARTBILL, desks.clock.now() + BLOCK)


def test_an_order_that_is_not_approved_waits_for_no_block(desks: Desks) -> None:
    desks.proposed()

    assert _life(desks, blocked=True).waits_for is None


def test_behind_an_order_in_doubt_the_next_one_of_the_series_waits_its_turn(desks: Desks) -> None:
    _in_doubt(desks)
    _approved(desks, "1044")

    assert _life(desks, 2).waits_for is WaitsFor.TURN


def test_in_a_series_with_unknown_numbers_an_approved_order_waits_for_them(desks: Desks) -> None:
    _approved(desks)
    series = series_of(desks.latest().draft).key
    desks.ledger.numbers.stands_at(series, 14)
    desks.ledger.numbers.missing(series, [12, 13])

    assert _life(desks).waits_for is WaitsFor.NUMBERS


def test_a_doubt_is_settled_two_looks_after_the_quiet_time_at_the_latest(desks: Desks) -> None:
    begun = desks.clock.now()
    _in_doubt(desks)

    first = _life(desks).waits_until
    desks.clock.advance(timedelta(seconds=90))

    assert first == begun + QUIET + timedelta(seconds=20)
    assert _life(desks).waits_until == first


def test_whoever_took_an_order_over_is_remembered(desks: Desks) -> None:
    _in_doubt(desks)
    proposal = desks.latest()
    desks.ledger.proposals.move(proposal.id, ProposalState.UNKNOWN, ProposalState.STUCK)

    desks.doubts.by_hand(proposal.id, by="U2")

    by_hand = _life(desks).by_hand
    assert by_hand is not None
    assert (by_hand.who, by_hand.at) == ("U2", desks.clock.now())


def test_the_report_names_doubts_held_series_and_blocks(desks: Desks) -> None:
    _in_doubt(desks)
    desks.ledger.numbers.missing(series_of(desks.latest().draft).key, [12])

    report = _standing(desks, blocked=True).report()

    assert report.doubts == (Doubt("1043", "Lămpi Exemplu", is_stuck=False),)
    assert [held.name for held in report.held] == ["FCT"]
    assert report.blocks == (Block("Lămpi Exemplu", desks.clock.now() + BLOCK),)


def test_the_report_counts_what_waits_and_since_when(desks: Desks) -> None:
    desks.connect()
    desks.told()
    since = desks.clock.now()
    desks.queue.enqueue("payment.watch", {}, lane="money:1", after=timedelta(days=1))
    desks.clock.advance(timedelta(minutes=3))

    report = _standing(desks).report()

    assert (report.due, report.later, report.running) == (1, 1, 0)
    assert report.oldest_due_at == since


def test_the_report_names_what_was_given_up(desks: Desks) -> None:
    desks.queue.enqueue("invoice.pdf", {}, lane="card:1")
    job = desks.take("w1")
    assert job is not None
    desks.queue.park(job, "KeyError")

    [parked] = _standing(desks).report().parked

    assert (parked.kind, parked.why) == ("invoice.pdf", "KeyError")


def test_an_idle_bot_reports_nothing(desks: Desks) -> None:
    report = _standing(desks).report()

    assert (report.due, report.oldest_due_at, report.blocks, report.runs) == (0, None, (), ())


def test_whoever_changes_settings_while_smartbill_blocks_is_told_until_when(desks: Desks) -> None:
    desks.connect()
    blocked = RemoteUnavailable("smartbill.blocked", retry_after=BLOCK)
    desks.biller.fail_next("series", blocked)

    desks.settings.opened("V1", "lampi")
    desks.run_all()

    until = (desks.clock.now() + BLOCK).isoformat()
    assert desks.forms.last.errors == {"form": ("smartbill.blocked", {"said": "", "until": until})}
