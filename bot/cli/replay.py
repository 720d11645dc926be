"""`smartbill-bot replay`: run a stored notice again."""

from dataclasses import dataclass

import click

from bot.cli.endings import No
from bot.cli.lives import sentence_of, state_of
from bot.cli.opening import opened
from bot.cli.printing import json_option, print_json
from bot.domain.orders import Order, OrderNotice, OrderRef
from bot.domain.shops import Shop
from bot.errors import Refusal, Unreadable
from bot.flows.ledger import Ledger
from bot.flows.news import StoredNotice
from bot.flows.overview import Life
from bot.settings import load
from bot.shops import KINDS
from bot.wiring import App


@dataclass(frozen=True)
class Replayed:
    """What became of it. `life` is None where nothing has been decided for the order yet."""

    notice_id: int
    outcome: str
    life: Life | None


@click.command()
@click.argument("notice_id", metavar="NOTICE_ID", type=int)
@json_option
def replay(notice_id: int, *, as_json: bool) -> None:
    """Decide about a stored notice again.

    NOTICE_ID is its number. Nothing is issued twice. What could not be read when it came is
    read again first. Whatever is to be done is done by `serve`.
    """
    with opened(load()) as app:
        done = _replayed(app, notice_id)
    if as_json:
        print_json(_facts(done))
    else:
        click.echo(done.outcome)
        if done.life is not None:
            click.echo(sentence_of(done.life))


def _replayed(app: App, notice_id: int) -> Replayed:
    ledger = app.ledger
    with ledger.transaction():
        notice = ledger.notices.get(notice_id)
        shop = _connected(ledger, notice.shop_id)
        if notice.order is None:
            return _read_again(app, notice, shop)
        app.flows.deciding.decide({"notice": str(notice_id)})
        return _told(app, notice_id, shop, notice.order)


def _read_again(app: App, notice: StoredNotice, shop: Shop) -> Replayed:
    """Read it with today's reader; what it says is kept as a notice of its own."""
    found = _read(app.ledger, notice.id, shop)
    if found is None:
        return Replayed(notice.id, f"Notice {notice.id} can be read now; it is not about an order.", None)
    body = app.ledger.notices.body(notice.id) or b""
    kept = app.ledger.notices.add(shop.id, found, body, event="replay")
    if kept is None:
        outcome = f"Notice {notice.id} can be read now; this very news is known already."
        return Replayed(notice.id, outcome, _life(app, shop, found.order))
    app.flows.deciding.decide({"notice": str(kept)})
    return _told(app, kept, shop, found.order)


def _read(ledger: Ledger, notice_id: int, shop: Shop) -> OrderNotice | None:
    body = ledger.notices.body(notice_id)
    if body is None:
        raise No(
            f"Notice {notice_id} could not be read, and was too long to be kept whole. "
            "Save the order once more in the shop, so that a new one comes."
        )
    try:
        return KINDS[shop.kind].read(body)
    except Unreadable as error:
        raise No(f"Notice {notice_id} still cannot be read: {error.why}") from error


def _connected(ledger: Ledger, shop_id: str) -> Shop:
    """The notice's shop; for one that was removed nothing is decided any more."""
    shop = next((one for one in ledger.shops.all() if one.id == shop_id), None)
    if shop is None:
        raise Refusal("shop.not_found", shop=shop_id)
    return shop


def _told(app: App, notice_id: int, shop: Shop, order: Order) -> Replayed:
    life = _life(app, shop, order)
    if life is not None and life.record.order.updated_at > order.updated_at:
        outcome = f"Notice {notice_id} is older than what is known of its order: nothing changed."
    elif not shop.settings.active:
        outcome = f"Notice {notice_id} is kept; {shop.name} is switched off, so nothing was decided."
    else:
        outcome = f"Notice {notice_id} was decided about again."
    return Replayed(notice_id, outcome, life)


def _life(app: App, shop: Shop, order: Order) -> Life | None:
    found = app.ledger.orders.find(OrderRef(order.number, shop.id))
    ids = (record.id for record in found if record.order.external_id == order.external_id)
    return next(map(app.flows.overview.life, ids), None)


def _facts(done: Replayed) -> dict[str, object]:
    return {
        "notice": done.notice_id,
        "outcome": done.outcome,
        "order": done.life.record.order.number if done.life else None,
        "state": state_of(done.life) if done.life else None,
        "sentence": sentence_of(done.life) if done.life else None,
    }
