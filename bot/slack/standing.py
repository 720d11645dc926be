"""What `/smartbill status` answers: one line for each thing that people may want to know."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.domain.shops import Shop
from bot.flows.standing import Doubt, Report
from bot.slack.answers import said
from bot.slack.cards import Message
from bot.slack.mrkdwn import Mrkdwn, known, moment, shortened, tell
from bot.words.say import Language, count
from bot.work.jobs import Parked
from bot.work.timetable import LastRun

_MOST_NAMED = 10
_SHORT = 40


def standing_message(language: Language, report: Report) -> Message:
    """The whole report, what needs a person first."""
    lines = [tell(language, "standing.title"), *_lines(language, report)]
    return said(Mrkdwn("\n".join(lines)))


def _lines(language: Language, report: Report) -> Iterator[Mrkdwn]:
    stuck = [doubt for doubt in report.doubts if doubt.is_stuck]
    unknown = [doubt for doubt in report.doubts if not doubt.is_stuck]
    if stuck:
        yield tell(language, "standing.stuck", orders=_orders(stuck))
    if report.held:
        series = _listed([f"{held.name} ({held.cif})" for held in report.held])
        yield tell(language, "standing.held", series=series)
    if report.parked:
        yield tell(language, "standing.parked", jobs=_jobs(language, report.parked))
    if unknown:
        yield tell(language, "standing.unknown", orders=_orders(unknown))
    for block in report.blocks:
        yield tell(language, "standing.blocked", shop=block.shop, until=block.until)
    yield from _work(language, report)
    calls = count(language, "standing.calls", report.share.calls)
    seconds = count(language, "standing.seconds", round(report.share.per))
    yield tell(language, "standing.pace", calls=calls, seconds=seconds)
    yield from (_rights(language, shop) for shop in report.shops[:_MOST_NAMED])
    yield from (_run(language, run) for run in report.runs)


def _rights(language: Language, shop: Shop) -> Mrkdwn:
    """Who may approve the shop's documents."""
    settings, name = shop.settings, shortened(shop.name, _SHORT)
    if settings.named_approvers:
        named = ", ".join(settings.named_approvers)
        parts = [tell(language, "standing.approvers", shop=name, approvers=named)]
    else:
        parts = [tell(language, "standing.anybody_approves", shop=name)]
    if settings.second_above is not None:
        parts.append(tell(language, "standing.two_approve", most=settings.second_above))
    if settings.four_eyes:
        parts.append(tell(language, "standing.four_eyes"))
    return Mrkdwn(" ".join(parts))


def _work(language: Language, report: Report) -> Iterator[Mrkdwn]:
    if report.oldest_due_at is not None:
        oldest = moment(report.oldest_due_at)
        yield tell(language, "standing.queue", due=report.due, running=report.running, at=oldest)
    elif report.running:
        yield tell(language, "standing.running", running=report.running)
    else:
        yield tell(language, "standing.idle")
    if report.later:
        yield tell(language, "standing.later", later=report.later)


def _run(language: Language, run: LastRun) -> Mrkdwn:
    name = known(language, "job", run.name)
    if run.started_at is None:
        return tell(language, "standing.run.never", name=name, at=moment(run.due_at))
    if run.ended_at is None or run.ended_at < run.started_at:
        return tell(language, "standing.run.begun", name=name, at=moment(run.started_at))
    if run.outcome:
        return tell(language, "standing.run.failed", name=name, at=moment(run.ended_at), why=run.outcome)
    return tell(language, "standing.run.ok", name=name, at=moment(run.ended_at))


def _orders(doubts: Sequence[Doubt]) -> str:
    return _listed([f"{shortened(doubt.order, _SHORT)} ({doubt.shop})" for doubt in doubts])


def _jobs(language: Language, parked: Sequence[Parked]) -> str:
    kinds = Counter(known(language, "job", job.kind) for job in parked)
    return _listed([f"{name}: {number}" for name, number in kinds.items()])


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
