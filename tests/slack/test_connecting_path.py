"""Shops are connected from Slack: the first, another one, and with more of them than fit in a row."""

from typing import Any

import pytest

from bot.sandbox.slack.modals import View
from bot.sandbox.slack.values import plain_values
from bot.slack.ids import Action, Form
from bot.words.say import Language
from tests.builders import a_shop, some_settings
from tests.slack.filling import fields
from tests.slack.reading import read
from tests.slack.scenes import ANA, GUEST, MIHAI, Scene, until

KEY = "CHEIECLOUDCART01"


def asked(scene: Scene, user: str = ANA) -> Any:
    """What `/smartbill settings` answers this person alone."""
    scene.told_next(user, lambda: scene.type(user, "/smartbill settings"))
    return scene.world.slack.ephemerals(user)[-1]


def login(scene: Scene) -> dict[str, Any]:
    """What a person types who knows the company's login."""
    [shop] = [one for one in scene.world.app.ledger.shops.all() if one.name == "Magazin Exemplu"]
    account = scene.world.app.ledger.shops.account(shop.id)
    return {
        "name": "Lămpi noi",
        "shop_key": KEY,
        "smartbill_email": account.email,
        "token": account.token,
        "cif": account.cif,
        "channel": "C0FACTURI",
    }


def spoken(scene: Scene, language: Language) -> None:
    """From now on the bot speaks so."""
    ledger = scene.world.app.ledger
    [shop] = ledger.shops.all()
    settings = shop.settings.model_copy(update={"bot_language": language})
    ledger.shops.save(shop.id, settings, smartbill_token=None)


def place(view: View, name: str) -> int:
    """Where a field stands in a form."""
    return [block["block_id"] for block in view.blocks].index(name)


def problems(view: View) -> list[str]:
    """The fields under which something is told to be wrong."""
    return [block["block_id"] for block in view.blocks if block["block_id"].endswith(".problem")]


def opened(scene: Scene, user: str = ANA) -> View:
    """The form that connects a shop, on top of the settings of the one there is."""
    scene.type(user, "/smartbill settings")
    settings = scene.form(user, Form.SETTINGS)
    scene.world.slack.press(user, Action.CONNECT, view_id=settings.id)
    return scene.form(user, Form.CONNECT)


def sent(scene: Scene, view: View, user: str = ANA, **typed: Any) -> View:
    """The form as it stands once it was checked."""
    values = {
        name: {Action.CONNECT_KIND if name == "kind" else "value": value} for name, value in typed.items()
    }
    assert scene.world.slack.submit(user, view.id, values) == {"ok": True, "errors": {}}
    return until(
        lambda: next(
            (
                now
                for now in scene.world.slack.views(user)
                if now.id == view.id and ":hourglass_flowing_sand:" not in read(now.blocks)
            ),
            None,
        )
    )


def removed(scene: Scene, name: str) -> None:
    """Take the shop away again."""
    for shop in scene.world.app.ledger.shops.all():
        if shop.name == name:
            scene.world.app.ledger.shops.remove(shop.id)


def test_another_shop_is_connected_from_the_settings_and_tells_of_its_orders(scene: Scene) -> None:
    view, typed = opened(scene), login(scene)

    with_series = sent(scene, view, **typed)
    assert "SmartBill acceptă datele" in read(with_series.blocks)
    done = read(sent(scene, with_series, series="invoice:SLK").blocks)

    [shop] = [one for one in scene.world.app.ledger.shops.all() if one.name == "Lămpi noi"]
    hook = scene.world.app.ledger.shops.hook_token(shop.id)
    assert ":white_check_mark: *Lămpi noi este conectat.*" in done
    assert f"/hooks/cloudcart/{hook}/order.created" in done
    assert f"/hooks/cloudcart/{hook}/order.updated" in done
    assert (shop.settings.series, shop.settings.channel) == ("SLK", "C0FACTURI")
    assert typed["token"] not in str(scene.world.slack.calls)
    assert KEY not in str(scene.world.slack.calls)
    removed(scene, "Lămpi noi")


def test_closing_it_leads_back_to_the_settings_beneath(scene: Scene) -> None:
    view = opened(scene)

    scene.world.slack.close(ANA, view.id)

    assert [now.body["callback_id"] for now in scene.world.slack.views(ANA)] == [Form.SETTINGS]


def test_a_wrong_token_comes_back_with_what_was_typed_and_need_not_all_be_typed_again(scene: Scene) -> None:
    view, typed = opened(scene), login(scene)

    wrong = sent(scene, view, **typed | {"token": "003|gresit"})

    assert read(wrong.blocks[0]).startswith(":warning: *Magazinul nu este conectat încă.*")
    assert "SmartBill nu acceptă adresa de e-mail și tokenul" in read(wrong.blocks)
    assert plain_values(wrong.values)["name"] == {"value": "Lămpi noi"}
    assert "003|gresit" not in str(wrong.body)
    right = sent(scene, wrong, token=typed["token"])
    assert "SmartBill acceptă datele" in read(right.blocks)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ro", "Magazinul nu acceptă cheia API."),
        ("en", "The shop does not accept the API key."),
    ],
)
def test_a_key_that_the_shop_does_not_take_is_told_under_its_field(
    scene: Scene, language: Language, told: str
) -> None:
    spoken(scene, language)
    view, typed = opened(scene), login(scene) | {"shop_url": scene.world.shop_api.url}

    wrong = sent(scene, view, **typed)

    assert told in read(wrong.blocks[place(wrong, "shop_key") + 1])
    assert KEY not in str(wrong.body)
    done = sent(scene, wrong, shop_key=scene.world.shop.api_key, series="invoice:SLK")
    assert "Lămpi noi" in read(done.blocks[0])
    assert scene.world.shop.api_key not in str(done.body)
    removed(scene, "Lămpi noi")
    spoken(scene, "ro")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ro", "La această adresă nu există un magazin CloudCart."),
        ("en", "There is no CloudCart shop at this address."),
    ],
)
def test_an_address_without_a_shop_is_told_under_its_field(
    scene: Scene, language: Language, told: str
) -> None:
    spoken(scene, language)
    view, typed = opened(scene), login(scene) | {"shop_url": scene.world.page.url}

    wrong = sent(scene, view, **typed)

    assert told in read(wrong.blocks[place(wrong, "shop_url") + 1])
    assert plain_values(wrong.values)["shop_url"] == {"value": scene.world.page.url}
    spoken(scene, "ro")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ro", "Magazinul nu răspunde. Încercați din nou peste câteva minute."),
        ("en", "The shop does not answer. Try again in a few minutes."),
    ],
)
def test_a_shop_that_is_down_is_told_on_top_of_the_form(scene: Scene, language: Language, told: str) -> None:
    spoken(scene, language)
    view, typed = opened(scene), login(scene) | {"shop_url": "http://127.0.0.1:9"}

    wrong = sent(scene, view, **typed)

    assert told in read(wrong.blocks[0])
    assert problems(wrong) == []
    spoken(scene, "ro")


def test_formats_and_a_name_that_is_taken_are_marked_at_once(scene: Scene) -> None:
    view, typed = opened(scene), login(scene)
    values = {name: {"value": value} for name, value in (typed | {"cif": "RO1"}).items()}

    answer = scene.world.slack.submit(ANA, view.id, values)
    assert set(answer["errors"]) == {"cif"}

    values = {name: {"value": value} for name, value in (typed | {"name": "magazin exemplu"}).items()}
    answer = scene.world.slack.submit(ANA, view.id, values)
    assert answer["errors"] == {
        "name": "Există deja un magazin conectat cu numele magazin exemplu. Alegeți alt nume."
    }


def test_another_kind_of_shop_gets_its_secret_shown_once(scene: Scene) -> None:
    view, typed = opened(scene), login(scene)
    scene.world.slack.press(ANA, Action.CONNECT_KIND, view_id=view.id, selected="standard", values={})
    changed = until(
        lambda: next(
            (
                now
                for now in scene.world.slack.views(ANA)
                if "shop_key" not in fields(now.body) and now.id == view.id
            ),
            None,
        )
    )
    del typed["shop_key"]

    with_series = sent(scene, changed, **typed)
    done = read(sent(scene, with_series, series="invoice:SLK").blocks)

    [shop] = [one for one in scene.world.app.ledger.shops.all() if one.name == "Lămpi noi"]
    hook = scene.world.app.ledger.shops.by_hook("standard", scene.world.app.ledger.shops.hook_token(shop.id))
    assert hook is not None
    assert f"```{hook.secret}```" in done
    _renewed(scene, shop.id, former=hook.secret)
    removed(scene, "Lămpi noi")


def _renewed(scene: Scene, shop_id: str, *, former: str) -> None:
    """Whoever lost the secret looks the addresses up and makes a new one, which is shown there."""
    slack, shops = scene.world.slack, scene.world.app.ledger.shops
    for view in reversed(slack.views(ANA)):
        slack.close(ANA, view.id)
    message = asked(scene)
    slack.press(ANA, f"{Action.SETTINGS}:{shop_id}", ts=message.ts)
    slack.press(ANA, Action.HOOKS, view_id=scene.form(ANA, Form.SETTINGS).id)
    addresses = scene.form(ANA, Form.SETTINGS_DONE)
    assert former not in read(addresses.blocks)

    slack.press(ANA, Action.RENEW, view_id=addresses.id)

    shown = until(
        lambda: next(
            (read(now.blocks) for now in slack.views(ANA) if "secret nou.*" in read(now.blocks)), None
        )
    )
    hook = shops.by_hook("standard", shops.hook_token(shop_id))
    assert hook is not None
    assert hook.secret != former
    assert f"```{hook.secret}```" in shown


def test_the_addresses_of_a_shop_can_be_looked_up_and_its_secret_cannot(scene: Scene) -> None:
    scene.type(ANA, "/smartbill settings")
    settings = scene.form(ANA, Form.SETTINGS)

    scene.world.slack.press(ANA, Action.HOOKS, view_id=settings.id)

    shown = read(scene.form(ANA, Form.SETTINGS_DONE).blocks)
    [shop] = scene.world.app.ledger.shops.all()
    token = scene.world.app.ledger.shops.hook_token(shop.id)
    hook = scene.world.app.ledger.shops.by_hook("cloudcart", token)
    assert hook is not None
    assert f"/hooks/cloudcart/{token}/order.updated" in shown
    assert hook.secret not in shown


@pytest.mark.parametrize(
    ("shops", "element"), [(1, "button"), (23, "button"), (24, "static_select"), (250, "static_select")]
)
def test_every_shop_can_be_reached_however_many_there_are(scene: Scene, shops: int, element: str) -> None:
    ledger = scene.world.app.ledger
    names = [f"Magazin {number:03}" for number in range(shops)]
    with ledger.transaction():
        for name in names:
            shop = a_shop(id=f"{shops}-{name[-3:]}", name=name, kind="cloudcart", settings=some_settings())
            ledger.shops.add(
                shop, smartbill_token="003|0123456789abcdef", hook_token=f"{shops}/{name}", hook_secret=name
            )

    last = f"{shops}-{shops - 1:03}"
    if element == "button":
        message = asked(scene, MIHAI)
        scene.world.slack.press(MIHAI, f"{Action.SETTINGS}:{last}", ts=message.ts)
    else:
        scene.type(MIHAI, "/smartbill settings")
        question = scene.form(MIHAI, Form.SETTINGS_DONE)
        scene.world.slack.press(MIHAI, Action.PICK_SHOP, view_id=question.id, selected=last)

    view = until(
        lambda: next((now for now in scene.world.slack.views(MIHAI) if now.body["private_metadata"]), None)
    )
    assert view.body["private_metadata"].startswith(f"{last}:")
    for name in names:
        removed(scene, name)


def test_without_a_shop_the_first_one_can_be_connected(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.world.app.ledger.shops, "all", lambda: ())

    message = asked(scene)
    scene.world.slack.press(ANA, Action.CONNECT, ts=message.ts)
    form = scene.form(ANA, Form.CONNECT).body

    assert "shop_key" in fields(form)
    assert "Niciun magazin nu este conectat încă." in read(message.blocks)
    scene.told_next(ANA, lambda: scene.type(ANA, "/smartbill settings history"))
    assert read(scene.world.slack.ephemerals(ANA)[-1].blocks) == read(message.blocks)


def test_a_guest_cannot_connect_a_shop_with_somebody_elses_button(scene: Scene) -> None:
    told = scene.told_next(GUEST, lambda: scene.type(GUEST, "/smartbill settings"))

    assert told == "Numai membrii spațiului de lucru, nu și invitații, pot schimba setările."
