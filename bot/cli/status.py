"""`smartbill-bot status`: what waits, what nobody knows, what is on hold, and what comes round."""

from collections.abc import Iterator

import click

from bot.cli.approver_checkups import told_rights
from bot.cli.lives import Facts, local
from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.domain.shops import Shop
from bot.flows.standing import Doubt, Report
from bot.settings import load
from bot.work.timetable import LastRun


@click.command()
@json_option
def status(*, as_json: bool) -> None:
    """Tell how the bot is doing: its queue, its doubts, its holds, and what comes round."""
    with opened(load()) as app:
        report = app.flows.standing.report()
    if as_json:
        print_json(_facts(report))
    else:
        click.echo("\n".join(_told(report)))


def _told(report: Report) -> Iterator[str]:
    oldest = f", the oldest since {local(report.oldest_due_at)}" if report.oldest_due_at else ""
    yield f"To be done now: {report.due}{oldest}. Under way: {report.running}. For later: {report.later}."
    yield from (_doubt(doubt) for doubt in report.doubts)
    yield from (f"On hold because of unknown numbers: series {s.name} of {s.cif}." for s in report.held)
    yield from (f"SmartBill blocks {block.shop} until {local(block.until)}." for block in report.blocks)
    yield f"Our pace at SmartBill: at most {report.share.calls} calls in {report.share.per:g} seconds."
    yield from (f"Not tried any more: job {job.id}, {job.kind} ({job.why})." for job in report.parked)
    yield from map(told_rights, report.shops)
    yield from (_run(run) for run in report.runs)


def _doubt(doubt: Doubt) -> str:
    what = "waits for a person's answer on its card" if doubt.is_stuck else "is being looked for in SmartBill"
    return f"Order {doubt.order} of {doubt.shop} {what}."


def _run(run: LastRun) -> str:
    if run.started_at is None:
        return f"{run.name}: not run yet, next {local(run.due_at)}."
    if run.ended_at is None or run.ended_at < run.started_at:
        return f"{run.name}: began {local(run.started_at)}."
    return f"{run.name}: last {local(run.ended_at)}, {run.outcome or 'well'}; next {local(run.due_at)}."


def _facts(report: Report) -> Facts:
    return {
        "due": report.due,
        "oldest_due_at": report.oldest_due_at,
        "running": report.running,
        "later": report.later,
        "kinds": [
            {"kind": d.kind, "due": d.due, "later": d.later, "running": d.running} for d in report.depths
        ],
        "parked": [
            {"job": job.id, "kind": job.kind, "why": job.why, "parked_at": job.parked_at}
            for job in report.parked
        ],
        "doubts": [{"order": d.order, "shop": d.shop, "is_stuck": d.is_stuck} for d in report.doubts],
        "held": [{"cif": s.cif, "document": s.document.value, "series": s.name} for s in report.held],
        "blocks": [{"shop": block.shop, "until": block.until} for block in report.blocks],
        "share": {"calls": report.share.calls, "seconds": f"{report.share.per:g}"},
        "approvers": [_rights_facts(shop) for shop in report.shops],
        "rounds": [_run_facts(run) for run in report.runs],
    }


def _rights_facts(shop: Shop) -> Facts:
    settings = shop.settings
    above = settings.second_above
    return {
        "shop": shop.name,
        "people": list(settings.approvers),
        "groups": list(settings.approver_groups),
        "second_above": f"{above:f}" if above is not None else None,
        "four_eyes": settings.four_eyes,
    }


def _run_facts(run: LastRun) -> Facts:
    return {
        "name": run.name,
        "due_at": run.due_at,
        "started_at": run.started_at,
        "ended_at": run.ended_at,
        "outcome": run.outcome,
    }
