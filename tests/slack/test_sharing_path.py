"""An order that the shop has invoiced by itself: its card names that document, and the channel is told."""

from collections.abc import Iterator

import pytest

from bot.words.say import Language
from tests.slack.reading import read
from tests.slack.scenes import CHANNEL, Scene, until

CARD = {
    "ro": "Magazinul a facturat singur această comandă, cu MAG0007.",
    "en": "The shop has invoiced this order by itself, as MAG0007.",
}
TOLD = {
    "ro": "Magazin Exemplu facturează și singur: comanda {} are acolo MAG0007.",
    "en": "Magazin Exemplu invoices by itself, too: order {} has MAG0007 there.",
}
HOW = {
    "ro": "Opriți în CloudCart aplicația SmartBill și facturarea proprie",
    "en": "Switch off CloudCart's own SmartBill app and its automatic invoicing",
}


@pytest.fixture(params=["ro", "en"])
def language(request: pytest.FixtureRequest) -> Language:
    language: Language = request.param
    return language


@pytest.fixture
def asked(language: Language, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """A shop that issues at once, speaks so, and was asked for the first time."""
    scene = Scene.begin(tmp_path_factory.mktemp("world"))
    ledger = scene.world.app.ledger
    [shop] = ledger.shops.all()
    changes = {"bot_language": language, "automatic": True, "shop_url": scene.world.shop_api.url}
    ledger.shops.save(shop.id, shop.settings.model_copy(update=changes), smartbill_token=None)
    scene.world.app.flows.visiting.visit({"shop": shop.id})
    yield scene
    scene.world.stop()


def said(scene: Scene, sentence: str) -> str:
    """What stands in the channel and says this, as soon as it does."""
    return until(
        lambda: next(
            (
                shown
                for message in scene.world.slack.messages(CHANNEL)
                if sentence in (shown := read(message.blocks))
            ),
            None,
        )
    )


def test_what_the_shops_own_app_invoiced_is_asked_about_and_told(asked: Scene, language: Language) -> None:
    number = asked.order()
    asked.world.shop.book.invoice_itself(number, "MAG0007")
    asked.world.shop.set_status(number, "paid")

    card = said(asked, CARD[language])
    assert str(number) in card
    assert HOW[language] in said(asked, TOLD[language].format(number))
    assert asked.documents(number) == []
