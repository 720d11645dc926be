"""Where a shop is asked, and with which key, is changed in Slack; its statuses are then offered by their names."""

from collections.abc import Iterator

import pytest

from bot.domain.shops import ShopSettings
from bot.slack.ids import Action, Form
from bot.words.say import Language
from tests.slack.filling import field
from tests.slack.reading import read
from tests.slack.scenes import ANA, Scene, until
from tests.slack.test_rules_path import listed
from tests.slack.test_settings_path import opened, stored, under

WRONG_KEY = {"ro": "Magazinul nu acceptă cheia API.", "en": "The shop does not accept the API key."}
DOWN = {
    "ro": "Magazinul nu răspunde. Încercați din nou peste câteva minute.",
    "en": "The shop does not answer. Try again in a few minutes.",
}


@pytest.fixture(params=["ro", "en"])
def language(request: pytest.FixtureRequest, scene: Scene) -> Iterator[Language]:
    """The bot speaks so, and the shop has no address, before each test."""
    language: Language = request.param
    before = save(scene, bot_language=language, shop_url="")
    yield language
    save(scene, **before.model_dump())


def save(scene: Scene, **changes: object) -> ShopSettings:
    """Set this; answers what was set before."""
    ledger = scene.world.app.ledger
    [shop] = ledger.shops.all()
    after = ShopSettings.model_validate(shop.settings.model_dump() | changes)
    ledger.shops.save(shop.id, after, smartbill_token=None)
    return shop.settings


def told(scene: Scene, sentence: str) -> None:
    """Wait until the form says this."""
    until(lambda: any(sentence in read(view.blocks) for view in scene.world.slack.views(ANA)))


def offered(scene: Scene, form: Form = Form.SETTINGS) -> list[str]:
    """The statuses in the form, as people read them."""
    options = field(scene.form(ANA, form).body, "statuses")["element"]["options"]
    return [option["text"]["text"] for option in options]


def test_a_wrong_key_stands_under_its_field_and_the_right_one_is_saved(
    scene: Scene, language: Language
) -> None:
    slack, shop = scene.world.slack, scene.world.shop
    opened(scene)

    scene.submit(ANA, Form.SETTINGS, shop_url=scene.world.shop_api.url, shop_key="GRESITA")
    told(scene, WRONG_KEY[language])
    back = scene.form(ANA, Form.SETTINGS)
    assert WRONG_KEY[language] in under(back, "shop_key")
    assert "GRESITA" not in str(back.body)
    scene.submit(ANA, Form.SETTINGS, shop_key=shop.api_key)

    until(lambda: stored(scene).shop_url == scene.world.shop_api.url)
    assert shop.api_key not in str(slack.calls)


def test_the_shops_own_statuses_are_offered_in_settings_and_rules(scene: Scene, language: Language) -> None:
    save(scene, shop_url=scene.world.shop_api.url)

    opened(scene)
    assert "În așteptarea confirmării" in offered(scene)

    scene.world.slack.press(ANA, Action.ADD_RULE, ts=listed(scene).ts)
    assert "În așteptarea confirmării" in offered(scene, Form.RULE)


def test_a_shop_that_is_down_takes_no_new_address(scene: Scene, language: Language) -> None:
    opened(scene)

    scene.submit(ANA, Form.SETTINGS, shop_url="http://127.0.0.1:9")

    told(scene, DOWN[language])
    assert stored(scene).shop_url == ""
