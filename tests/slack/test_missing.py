"""Orders without a document: what the channel reads, in both languages, and the buttons that have them proposed."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.missing import Gap, MissingOrder, Why
from bot.domain.rules import Reason
from bot.flows.errands import Errands
from bot.flows.ports import Note
from bot.sandbox.slack.messages import Message
from bot.slack.ids import Action
from bot.slack.missing_orders import missing_message
from bot.slack.notes import note_message
from bot.storage.queue import SqlQueue
from bot.wiring import SystemClock
from bot.words.say import Language
from tests.builders import a_shop, some_settings
from tests.slack.reading import buttons, labels, read
from tests.slack.scenes import ANA, CHANNEL, GUEST, MIHAI, Scene, until

ALL = (
    Gap(Why.DECLINED, by="U0ANA", declined="p-1"),
    Gap(Why.REFUSED),
    Gap(Why.LEFT, reasons=(Reason(code="no_billing"),)),
    Gap(Why.STOPPED),
    Gap(Why.UNDECIDED),
)
ROMANIAN = """\
:mag: *Lămpi &lt;Exemplu&gt;*: 5 comenzi din ultimele 7 zile ar trebui să aibă document și nu au.
• *#1*: respinsă de <@U0ANA>. Rămâne așa dacă documentul ei nu se schimbă.
• *#2*: SmartBill a refuzat-o. Motivul este pe card.
• *#3*: lăsată, pentru că: clientul nu a completat datele de facturare. O puteți emite oricând de mână.
• *#4*: nu poate fi emisă așa cum este. După ce este propusă, cardul spune ce trebuie corectat.
• *#5*: încă nu s-a decis nimic despre ea."""
ENGLISH = """\
:mag: *Lămpi &lt;Exemplu&gt;*: 5 orders of the last 7 days should have a document and have none.
• *#1*: declined by <@U0ANA>. That stands unless its document changes.
• *#2*: SmartBill refused it. Its card says why.
• *#3*: left, because: the customer entered no billing information. You can still issue it by hand.
• *#4*: it cannot be issued as it is. Once it is proposed, its card says what to correct.
• *#5*: nothing has been decided about it yet."""


def of(*gaps: Gap) -> list[MissingOrder]:
    return [MissingOrder(number, str(number), gap) for number, gap in enumerate(gaps, 1)]


@pytest.mark.parametrize(
    ("language", "told", "label"), [("ro", ROMANIAN, "Propuneți-le"), ("en", ENGLISH, "Propose them")]
)
def test_each_order_is_told_with_its_reason(language: Language, told: str, label: str) -> None:
    shop = a_shop(name="Lămpi <Exemplu>", settings=some_settings(bot_language=language))

    message = missing_message(shop, of(*ALL))

    assert read(message.blocks[:-1]) == told
    assert (buttons(message.blocks), labels(message.blocks)) == (["orders.propose"], [label])


def test_of_many_orders_ten_are_named() -> None:
    message = missing_message(a_shop(), of(*[Gap(Why.REFUSED)] * 33))

    lines = read(message.blocks[:-1]).splitlines()
    assert lines[0].endswith("33 de comenzi din ultimele 7 zile ar trebui să aibă document și nu au.")
    assert (len(lines), lines[-1]) == (12, "… și încă 23")


def test_where_all_were_declined_there_is_nothing_to_press() -> None:
    assert buttons(missing_message(a_shop(), of(ALL[0])).blocks) == []


@pytest.mark.parametrize(("language", "label"), [("ro", "Propuneți-le"), ("en", "Propose them")])
def test_a_new_shop_is_offered_its_former_orders(language: Language, label: str) -> None:
    message = note_message(language, Note("backfill.offer", {"shop": "Lămpi", "which": "lampi"}))

    assert (buttons(message.blocks), labels(message.blocks)) == (["orders.backfill"], [label])


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    """A world of its own: in each, people are told once a day."""
    begun = Scene.begin(tmp_path)
    yield begun
    begun.world.stop()


def change(scene: Scene, **settings: object) -> str:
    """Save this in the settings of the only shop, and answer its id."""
    shops = scene.world.app.ledger.shops
    [shop] = shops.all()
    shops.save(shop.id, shop.settings.model_copy(update=settings), smartbill_token=None)
    return shop.id


def an_undecided_order(scene: Scene, language: Language) -> tuple[int, str]:
    """One that was paid while its shop was switched off, which is on again; its number, and the shop's id."""
    ledger = scene.world.app.ledger
    shop_id = change(scene, active=False, bot_language=language)
    number = scene.order()
    scene.world.shop.set_status(number, "paid")
    until(lambda: [each for each in ledger.orders.latest(shop_id, 1) if each.order.number == str(number)])
    until(lambda: ledger.missed.count(shop_id) and ledger.orders.latest(shop_id, 1)[0].order.paid)
    change(scene, active=True)
    return number, shop_id


def saying(scene: Scene, text: str) -> Message:
    """The message in the channel that says this, as soon as it stands there."""
    messages = scene.world.slack.messages
    return until(lambda: next((one for one in messages(CHANNEL) if text in read(one.blocks)), None))


@pytest.mark.parametrize(
    ("language", "why", "asked", "also"),
    [
        ("ro", "încă nu s-a decis nimic", "a cerut să fie propuse comenzile", "În plus, 1 comandă"),
        ("en", "nothing has been decided", "had the orders of Magazin Exemplu proposed", "Besides, 1 order"),
    ],
)
def test_whoever_may_approve_has_them_proposed(
    scene: Scene, language: Language, why: str, asked: str, also: str
) -> None:
    number, shop_id = an_undecided_order(scene, language)
    assert also in scene.told_next(ANA, lambda: scene.type(ANA, "/smartbill pending"))
    Errands(SqlQueue(scene.world.app.database, SystemClock())).report_missing(shop_id, after=timedelta(0))
    report = saying(scene, f"#{number}*: {why}")

    scene.told_next(GUEST, lambda: scene.world.slack.press(GUEST, Action.PROPOSE_MISSING, ts=report.ts))
    scene.world.slack.press(MIHAI, Action.PROPOSE_MISSING, ts=report.ts)

    replaced = saying(scene, asked)
    assert (replaced.ts, buttons(replaced.blocks)) == (report.ts, [])
    life = until(
        lambda: next(
            (one for one in [scene.world.app.flows.overview.find(str(number))] if one.proposal), None
        )
    )
    assert life.proposal is not None
    assert life.proposal.authors == {MIHAI}
