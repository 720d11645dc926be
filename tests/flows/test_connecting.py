"""A shop is connected once its login and series hold, and its secrets are shown once or never."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.shops import Document
from bot.domain.versions import Author
from bot.errors import Refusal, RemoteRejected, RemoteUnavailable
from bot.flows.connecting_forms import Connected, ConnectForm, Newcomer
from bot.flows.connections import EVENTS, NEW_SECRETS, new_connection
from bot.flows.newcomers import TypedShop
from bot.flows.saving import Save
from bot.flows.shopkeepers import Access
from bot.shops import KINDS
from bot.storage.engine import Database
from tests.builders import some_settings
from tests.flows.desks import TOKEN, Desks

KEY = "CLOUDCARTKEY0123456789"


def _typed(
    name: str = "Lămpi Noi", kind: str = "standard", *, token: str = TOKEN, key: str = "", **settings: Any
) -> TypedShop:
    typed = some_settings(**{"series": ""} | settings)
    return TypedShop(Newcomer(name=name, kind=kind, settings=typed), token, key)


def _sent(desks: Desks, typed: TypedShop, *, typed_id: str = "", by: str = "U1") -> ConnectForm | Connected:
    """What the form has become once it was checked."""
    form = desks.flows.connecting.submit("V1", typed, typed_id=typed_id, by=by)
    assert form.stage == "checking"
    desks.run_all()
    return desks.forms.connecting[-1][1]


def _came_back(desks: Desks, typed: TypedShop, **more: Any) -> ConnectForm:
    form = _sent(desks, typed, **more)
    assert isinstance(form, ConnectForm)
    return form


def _connected(desks: Desks, typed: TypedShop, **more: Any) -> Connected:
    form = _sent(desks, typed, **more)
    assert isinstance(form, Connected)
    return form


def test_first_the_login_is_checked_and_the_series_are_offered(desks: Desks) -> None:
    form = _came_back(desks, _typed())

    assert (form.stage, form.errors, form.has_token) == ("open", {}, True)
    assert [(series.name, series.next_number) for series in form.series] == [("FCT", 12), ("SLKP", 226)]
    assert desks.ledger.shops.all() == ()


def test_with_a_series_it_is_connected_with_the_token_typed_before(desks: Desks) -> None:
    form = _came_back(desks, _typed())

    connected = _connected(desks, _typed(token="", series="FCT"), typed_id=form.typed_id)

    [shop] = desks.ledger.shops.all()
    assert (shop.name, shop.kind, shop.settings.series) == ("Lămpi Noi", "standard", "FCT")
    assert shop.id.startswith("lampi-noi-")
    assert desks.ledger.shops.account(shop.id).token == TOKEN
    hook = desks.intake.hook("standard", desks.ledger.shops.hook_token(shop.id))
    assert hook is not None
    assert connected.secret == hook.secret
    assert connected.secret.startswith("whsec_")
    assert desks.ledger.newcomers.get(form.typed_id) is None


def test_a_proforma_series_makes_proformas(desks: Desks) -> None:
    _connected(desks, _typed(series="SLKP", document=Document.PROFORMA))

    [shop] = desks.ledger.shops.all()
    assert (shop.settings.series, shop.settings.document) == ("SLKP", Document.PROFORMA)


def test_a_key_that_was_typed_proves_the_notices_and_is_not_shown(desks: Desks) -> None:
    connected = _connected(desks, _typed(kind="cloudcart", key=KEY, series="FCT"))

    [shop] = desks.ledger.shops.all()
    hook = desks.intake.hook("cloudcart", desks.ledger.shops.hook_token(shop.id))
    assert hook is not None
    assert (hook.secret, connected.secret) == (KEY, "")


def test_there_is_an_address_for_each_event_that_can_be_told(desks: Desks) -> None:
    connected = _connected(desks, _typed(kind="cloudcart", key=KEY, series="FCT"))

    [shop] = desks.ledger.shops.all()
    path = f"/hooks/cloudcart/{desks.ledger.shops.hook_token(shop.id)}"
    assert connected.hooks.addresses == (
        ("order.created", f"{path}/order.created"),
        ("order.updated", f"{path}/order.updated"),
    )
    assert not connected.hooks.is_whole
    assert desks.flows.connecting.hooks(shop.id, by="U1") == connected.hooks


def test_with_a_public_address_the_addresses_are_whole(sqlite: Database) -> None:
    desks = Desks(sqlite)
    desks.flows.connecting._public_url = "https://bot.example"

    connected = _connected(desks, _typed(series="FCT"))

    [shop] = desks.ledger.shops.all()
    token = desks.ledger.shops.hook_token(shop.id)
    assert connected.hooks.addresses == (("", f"https://bot.example/hooks/standard/{token}"),)
    assert connected.hooks.is_whole


def test_a_wrong_token_comes_back_under_its_field_with_what_was_typed(desks: Desks) -> None:
    desks.biller.refuse_next("series", "Autentificare esuata.", slug="smartbill.auth")

    form = _came_back(desks, _typed(series="FCT"))

    assert form.errors == {"token": ("smartbill.auth", {"said": "Autentificare esuata."})}
    assert form.newcomer == _typed(series="FCT").newcomer
    assert desks.ledger.shops.all() == ()


def test_a_series_that_vanished_and_a_channel_without_the_bot_come_back(desks: Desks) -> None:
    desks.people.without_bot.add("C0INVOICES")

    form = _came_back(desks, _typed(series="LMP"))

    assert set(form.errors) == {"series", "channel"}
    assert desks.ledger.shops.all() == ()


def test_while_smartbill_cannot_be_reached_nothing_is_connected(desks: Desks) -> None:
    desks.biller.away = True

    form = _came_back(desks, _typed(series="FCT"))

    assert form.errors == {"form": ("smartbill.unreachable", {"said": ""})}
    assert desks.ledger.shops.all() == ()


@pytest.mark.parametrize(
    ("slug", "field"),
    [
        ("shop.wrong_key", "shop_key"),
        ("shop.unknown_address", "shop_url"),
        ("shop.no_api", "shop_url"),
        ("shop.plan_ended", "shop_url"),
        ("shop.refused", "shop_url"),
    ],
)
def test_a_shop_that_does_not_let_us_in_is_not_connected(desks: Desks, slug: str, field: str) -> None:
    desks.keeper.down = RemoteRejected(slug, said="No.")

    form = _came_back(desks, _typed(kind="cloudcart", key=KEY, series="FCT", shop_url="lampi.example"))

    assert form.errors == {field: (slug, {"said": "No."})}
    assert desks.ledger.shops.all() == ()


def test_a_shop_that_cannot_be_reached_is_not_connected_yet(desks: Desks) -> None:
    desks.keeper.down = RemoteUnavailable("shop.unreachable")
    typed = _typed(kind="cloudcart", key=KEY, series="FCT", shop_url="lampi.example")

    form = _came_back(desks, typed)
    assert form.errors == {"form": ("shop.unreachable", {"said": ""})}
    desks.keeper.down = None

    _connected(
        desks, _typed(kind="cloudcart", token="", series="FCT", shop_url="x.example"), typed_id=form.typed_id
    )


def test_what_the_shop_and_smartbill_have_against_it_is_told_together(desks: Desks) -> None:
    desks.keeper.down = RemoteRejected("shop.wrong_key")
    desks.biller.refuse_next("series", "Autentificare esuata.", slug="smartbill.auth")

    form = _came_back(desks, _typed(kind="cloudcart", key=KEY, shop_url="lampi.example"))

    assert set(form.errors) == {"shop_key", "token"}


def test_without_an_address_nobody_is_asked_and_the_bot_only_hears(desks: Desks) -> None:
    desks.keeper.down = RemoteRejected("shop.wrong_key")

    _connected(desks, _typed(kind="cloudcart", key=KEY, series="FCT"))

    assert desks.keeper.asked == []


def test_the_key_is_tried_where_the_shop_is_with_one_question(desks: Desks) -> None:
    _came_back(desks, _typed(kind="cloudcart", key=KEY, shop_url="lampi.example"))

    assert desks.keeper.asked == ["statuses"]
    assert desks.keeper.accesses == [Access("https://lampi.example", KEY)]


def test_a_name_is_one_shops(desks: Desks) -> None:
    desks.connect()

    with pytest.raises(Refusal, match=r"connect\.name_taken") as refused:
        desks.flows.connecting.submit("V1", _typed("lămpi EXEMPLU"), typed_id="", by="U1")

    assert refused.value.field == "name"


def test_of_two_who_connect_the_same_shop_the_second_is_told(desks: Desks) -> None:
    desks.flows.connecting.submit("V1", _typed(series="FCT"), typed_id="", by="U1")
    desks.flows.connecting.submit("V2", _typed(series="FCT"), typed_id="", by="U2")

    desks.run_all()

    shown = dict(desks.forms.connecting)
    assert isinstance(shown["V1"], Connected)
    assert isinstance(shown["V2"], ConnectForm)
    assert set(shown["V2"].errors) == {"name"}
    assert len(desks.ledger.shops.all()) == 1


def test_a_job_that_runs_again_connects_nothing_twice(desks: Desks) -> None:
    form = desks.flows.connecting.submit("V1", _typed(series="FCT"), typed_id="", by="U1")
    job = {"view": "V1", "typed": form.typed_id, "by": "U1"}

    desks.flows.connecting.check(job)
    desks.flows.connecting.check(job)

    assert len(desks.ledger.shops.all()) == 1
    assert len(desks.forms.connecting) == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (_typed(token=""), "token"),
        (_typed(kind="cloudcart"), "shop_key"),
    ],
)
def test_a_secret_that_was_never_typed_is_asked_for(desks: Desks, typed: TypedShop, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        desks.flows.connecting.submit("V1", typed, typed_id="", by="U1")

    assert refused.value.field == field


def _secret(desks: Desks, kind: str, shop_id: str) -> str:
    hook = desks.intake.hook(kind, desks.ledger.shops.hook_token(shop_id))
    assert hook is not None
    return hook.secret


def test_a_lost_secret_is_replaced_by_a_new_one_which_is_shown_once(desks: Desks) -> None:
    lost = _connected(desks, _typed(series="FCT"))
    [shop] = desks.ledger.shops.all()

    renewed = desks.flows.connecting.renew(shop.id, by="U2")

    assert renewed.secret == _secret(desks, "standard", shop.id) != lost.secret
    assert renewed.hooks.addresses == lost.hooks.addresses
    assert renewed.secret not in repr(renewed)
    (latest, _) = desks.ledger.versions.of(shop.id)
    assert (latest.by, latest.secrets, latest.settings) == (
        "U2",
        ("key",),
        shop.settings.model_dump(mode="json"),
    )


def test_a_new_secret_undoes_nothing_that_is_saved_just_then(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = desks.connect().shop
    make, saved = NEW_SECRETS["standard"], some_settings(due_days=14)

    def make_slowly() -> str:
        desks.flows.saving.save(shop.id, Save(saved), Author("U1"))
        return make()

    monkeypatch.setitem(NEW_SECRETS, "standard", make_slowly)

    renewed = desks.flows.connecting.renew(shop.id, by="U2")

    assert desks.ledger.shops.get(shop.id).settings == saved
    assert _secret(desks, "standard", shop.id) == renewed.secret


def test_a_shop_with_a_key_of_its_own_gets_no_secret_of_ours(desks: Desks) -> None:
    _connected(desks, _typed(kind="cloudcart", key=KEY, series="FCT"))
    [shop] = desks.ledger.shops.all()

    with pytest.raises(Refusal, match=r"connect\.own_key"):
        desks.flows.connecting.renew(shop.id, by="U1")

    assert _secret(desks, "cloudcart", shop.id) == KEY


def test_guests_may_not_connect_shops_nor_see_addresses(desks: Desks) -> None:
    desks.connect()
    desks.people.guests.add("UGUEST")
    desk = desks.flows.connecting

    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        desk.must_be_allowed("UGUEST")
    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        desk.submit("V1", _typed(), typed_id="", by="UGUEST")
    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        desk.hooks("lampi", by="UGUEST")
    with pytest.raises(Refusal, match=r"settings\.not_a_member"):
        desk.renew("lampi", by="UGUEST")


def test_no_form_holds_a_secret_but_the_last_which_hides_it_from_logs(desks: Desks) -> None:
    form = _came_back(desks, _typed(key=KEY))
    connected = _connected(desks, _typed(token="", series="FCT"), typed_id=form.typed_id)

    for shown in (form, connected):
        assert TOKEN not in repr(shown)
        assert KEY not in repr(shown)
    other = _connected(desks, _typed("Altele", series="FCT"))
    assert other.secret
    assert other.secret not in repr(other)


def test_the_history_says_who_connected_which_kind(desks: Desks) -> None:
    _connected(desks, _typed(series="FCT"), by="U2")

    with desks.database.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT who, what, facts FROM audit").all()
    assert [tuple(row) for row in rows] == [("U2", "shop.connected", '{"kind": "standard"}')]


def test_the_books_know_from_then_on_where_the_companys_series_stand(desks: Desks) -> None:
    _connected(desks, _typed(series="FCT"))

    assert desks.ledger.numbers.of_company("RO99999917")


def test_every_kind_of_shop_can_be_connected() -> None:
    assert set(EVENTS) == set(NEW_SECRETS) == set(KINDS)


def test_an_id_has_nothing_in_it_that_an_address_or_a_terminal_minds() -> None:
    for name in ("Lămpi & Țesături <b>", "株式会社", "x" * 200):
        typed = replace(_typed(name), smartbill_token=TOKEN)
        made = new_connection(name, "standard", typed.newcomer.settings, smartbill_token=TOKEN, shop_key="")
        assert made.shop.id.replace("-", "").isalnum()
        assert made.shop.id.isascii()
        assert len(made.shop.id) <= 40
        assert TOKEN not in repr(made)
        assert made.hook_secret not in repr(made)


def test_a_shop_that_can_be_asked_is_offered_its_former_orders(desks: Desks) -> None:
    _connected(desks, _typed(kind="cloudcart", key=KEY, series="FCT", shop_url="magazin.example"))
    _connected(desks, _typed("Alt magazin", series="FCT"))

    [which] = [shop.id for shop in desks.ledger.shops.all() if shop.kind == "cloudcart"]
    offers = [told.note.facts for told in desks.courier.announced if told.slug == "backfill.offer"]
    assert offers == [{"shop": "Lămpi Noi", "which": which}]
