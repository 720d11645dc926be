"""What `/smartbill status` tells, from facts to sentences."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bot.domain.numbers import CompanySeries
from bot.domain.shops import Document
from bot.flows.standing import Block, Doubt, Report
from bot.slack.standing import standing_message
from bot.work.allowance import Share
from bot.work.jobs import Depth, Parked
from bot.work.timetable import LastRun
from tests.builders import a_shop, some_settings
from tests.slack.reading import read
from tests.slack.scenes import ANA, Scene

#: 14:00 in Romania.
AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
WHEN = "<!date^1795176000^{date_short_pretty} {time}|20.11.2026 14:00>"


def a_depth(kind: str = "invoice.issue", **counts: Any) -> Depth:
    """Jobs of one kind."""
    nothing = {"due": 0, "later": 0, "running": 0, "parked": 0, "oldest_due_at": None}
    return Depth(kind, **{**nothing, **counts})


def a_parked(kind: str = "invoice.pdf") -> Parked:
    """A job that was given up."""
    return Parked(7, kind, {}, 8, "RemoteRejected", None)


def a_run(started_at: datetime | None = None, ended_at: datetime | None = None, outcome: str = "") -> LastRun:
    """Work that comes round."""
    return LastRun("books.keep", AT, started_at, ended_at, outcome)


IDLE = Report((), (), (), (), (), Share(30, 10.0), ())


def told(report: Report) -> list[str]:
    """The lines under the title, in English."""
    return standing_message("en", report).text.splitlines()[1:]


def test_when_nothing_waits_that_is_said_and_the_pace() -> None:
    assert standing_message("en", IDLE).text.splitlines() == [
        "*How the bot is doing*",
        ":white_check_mark: The queue of work is empty.",
        ":stopwatch: Our pace at SmartBill: at most 30 calls in 10 seconds.",
    ]


def test_what_waits_is_counted_over_all_kinds_and_the_oldest_named() -> None:
    depths = (
        a_depth(due=3, later=2, running=1, oldest_due_at=AT),
        a_depth("card.show", due=4, oldest_due_at=AT + timedelta(minutes=5)),
        a_depth("payment.watch", later=40),
    )

    assert told(replace(IDLE, depths=depths))[:2] == [
        f":inbox_tray: To be done now: 7, the oldest since {WHEN}. Under way: 1.",
        ":calendar: Planned for later: 42.",
    ]


def test_what_needs_a_person_stands_first() -> None:
    report = replace(
        IDLE,
        doubts=(Doubt("1043", "Lămpi", is_stuck=False), Doubt("1044", "Lămpi", is_stuck=True)),
        held=(CompanySeries("99999917", Document.INVOICE, "FCT"),),
        parked=(a_parked(), a_parked(), a_parked("card.show")),
        blocks=(Block("Lămpi", AT),),
    )

    assert told(report)[:5] == [
        ":raised_hand: Waiting for your answer on the card: 1044 (Lămpi).",
        ":warning: Series on hold because of unknown numbers: FCT (99999917).",
        ":warning: Failed, and not tried any more: PDFs to bring: 2, cards to show: 1. Tell your administrator.",
        ":grey_question: We are finding out what became of: 1043 (Lămpi).",
        (
            ":no_entry: Lămpi: SmartBill blocks us until <!date^1795176000^{time}|14:00>. Everything goes on by "
            "itself afterwards."
        ),
    ]


def test_what_comes_round_says_how_it_last_went() -> None:
    later = AT + timedelta(hours=1)
    runs = (
        a_run(),
        a_run(started_at=AT),
        a_run(started_at=later, ended_at=AT),
        a_run(started_at=AT, ended_at=AT),
        a_run(started_at=AT, ended_at=AT, outcome="OperationalError"),
    )

    assert told(replace(IDLE, runs=runs))[2:] == [
        f":repeat: books.keep: not run yet; next {WHEN}.",
        f":repeat: books.keep: began {WHEN}.",
        ":repeat: books.keep: began <!date^1795179600^{date_short_pretty} {time}|20.11.2026 15:00>.",
        f":repeat: books.keep: last {WHEN}, well.",
        f":warning: books.keep: last {WHEN}, without success (OperationalError).",
    ]


def test_of_many_orders_ten_are_named() -> None:
    doubts = tuple(Doubt(str(number), "S", is_stuck=True) for number in range(11))

    assert told(replace(IDLE, doubts=doubts))[0].endswith("8 (S), 9 (S) ….")


def test_foreign_names_cannot_ping() -> None:
    message = standing_message("ro", replace(IDLE, doubts=(Doubt("<!here>", "<!channel>", is_stuck=True),)))

    assert "&lt;!here&gt; (&lt;!channel&gt;)" in message.text
    assert "<!" not in read(message.blocks)


def test_anybody_may_ask_how_it_goes(scene: Scene) -> None:
    answer = scene.told_next(ANA, lambda: scene.type(ANA, "/smartbill status"))

    assert answer.splitlines()[0] == "*Starea botului*"
    assert ":stopwatch: Ritmul nostru la SmartBill: cel mult 3000 de apeluri în 10 secunde." in answer


def test_it_says_of_each_shop_who_may_approve() -> None:
    named = some_settings(
        approvers=("U0ANA",), approver_groups=("S0CONTABIL",), second_above=Decimal(5000), four_eyes=True
    )
    shops = (a_shop(name="Lămpi"), a_shop(id="miere", name="<Miere>", settings=named))

    lines = [line for line in told(replace(IDLE, shops=shops)) if line.startswith(":busts")]

    assert lines == [
        ":busts_in_silhouette: Lămpi: any full member of the workspace may approve.",
        (
            ":busts_in_silhouette: &lt;Miere&gt;: <@U0ANA>, <!subteam^S0CONTABIL> may approve. "
            "Above 5,000.00 lei, two different people have to. Nobody approves what they asked for or corrected."
        ),
    ]
