"""What the flows may expect of any ledger: connected shops, their secrets and their settings."""

import pytest
from sqlalchemy import text

from bot.domain.payments import PaymentType
from bot.domain.shops import Account, CollectOnPaid, Document
from bot.errors import Refusal
from bot.flows.connecting_forms import Newcomer
from bot.flows.newcomers import TypedShop
from bot.flows.shopkeepers import Choice
from bot.flows.shops import NOTHING_NEW, Secrets
from tests.builders import some_settings
from tests.contracts.books import HOOK_SECRET, TOKEN, Books

OTHER_TOKEN = "003|ffffffffffffffffffffffffffff77e1"


def test_a_connected_shop_is_read_back_as_it_was_added(books: Books) -> None:
    settings = some_settings(
        document=Document.PROFORMA,
        approvers=("U1", "U2"),
        due_days=14,
        collect_on_paid=CollectOnPaid.AUTO,
        payment_types={"cod": PaymentType.ON_DELIVERY},
    )
    added = books.connect(settings=settings)

    assert books.ledger.shops.get("lampi") == added.model_copy(update={"token_hint": "••••1f3a"})


def test_shops_are_listed_by_name(books: Books) -> None:
    books.connect(id="b", name="Pantofi")
    books.connect(id="a", name="Zahăr")
    books.connect(id="c", name="Miere")

    assert [shop.id for shop in books.ledger.shops.all()] == ["c", "b", "a"]


def test_a_shop_nobody_connected_is_refused_with_its_id(books: Books) -> None:
    with pytest.raises(Refusal) as refused:
        books.ledger.shops.get("pantofi")

    assert (refused.value.slug, refused.value.facts) == ("shop.not_found", {"shop": "pantofi"})


def test_an_account_has_the_token_that_was_given(books: Books) -> None:
    books.connect()

    account = books.ledger.shops.account("lampi")

    assert account == Account(email="conta@magazin-exemplu.example", cif="RO99999917", token=TOKEN)


def test_a_hook_is_found_by_its_kind_and_its_whole_token(books: Books) -> None:
    shop = books.connect()

    hook = books.ledger.shops.by_hook("standard", "hook-lampi")

    assert hook is not None
    assert (hook.shop.id, hook.secret) == (shop.id, HOOK_SECRET)
    assert books.ledger.shops.hook_token("lampi") == "hook-lampi"


@pytest.mark.parametrize(
    ("kind", "token"), [("cloudcart", "hook-lampi"), ("standard", "hook-lamp"), ("standard", "")]
)
def test_another_kind_or_another_token_finds_no_hook(books: Books, kind: str, token: str) -> None:
    books.connect()

    assert books.ledger.shops.by_hook(kind, token) is None


def test_saved_settings_replace_the_old_ones_and_keep_the_token(books: Books) -> None:
    books.connect()

    books.ledger.shops.save("lampi", some_settings(series="LMP"), smartbill_token=None)

    shop = books.ledger.shops.get("lampi")
    assert (shop.settings.series, shop.token_hint) == ("LMP", "••••1f3a")
    assert books.ledger.shops.account("lampi").token == TOKEN


def test_a_saved_token_replaces_the_old_one_and_its_hint(books: Books) -> None:
    books.connect()

    books.ledger.shops.save("lampi", some_settings(), smartbill_token=OTHER_TOKEN)

    assert books.ledger.shops.account("lampi").token == OTHER_TOKEN
    assert books.ledger.shops.get("lampi").token_hint == "••••77e1"


def test_a_removed_shop_is_not_listed_and_has_no_address_and_no_secret(books: Books) -> None:
    books.connect()

    books.ledger.shops.remove("lampi")

    assert books.ledger.shops.all() == ()
    assert books.ledger.shops.by_hook("standard", "hook-lampi") is None
    assert books.ledger.shops.account("lampi").token == ""


def test_a_removed_shop_keeps_what_was_done_for_it(books: Books) -> None:
    invoice = books.invoice()

    books.ledger.shops.remove("lampi")

    assert books.ledger.documents.live(invoice.order_id) == invoice
    assert books.ledger.shops.get("lampi").name == "Lămpi Exemplu"


def test_a_removed_shop_leaves_no_ciphertext_behind(books: Books) -> None:
    shop = books.connect()
    books.ledger.shops.keep_typed(some_settings(), shop_id=shop.id, secrets=Secrets(OTHER_TOKEN), by="U1")

    books.ledger.shops.remove("lampi")

    assert "gAAAA" not in _everything(books)
    assert "hook-lampi" not in _everything(books)


def test_a_removed_shop_takes_along_what_was_typed_to_connect_it_once_more(books: Books) -> None:
    shop = books.connect()
    settings = some_settings(series="")
    names = (shop.name.upper(), "Altă Lampă")
    typed = [
        TypedShop(Newcomer(name=name, kind="standard", settings=settings), OTHER_TOKEN, "") for name in names
    ]
    same, other = [books.ledger.newcomers.keep(one, by="U1") for one in typed]

    books.ledger.shops.remove("lampi")

    assert books.ledger.newcomers.get(same) is None
    assert books.ledger.newcomers.get(other) == typed[1]


def test_a_form_that_was_open_when_its_shop_was_removed_stores_nothing(books: Books) -> None:
    books.connect()
    books.ledger.shops.remove("lampi")

    with pytest.raises(Refusal, match=r"shop\.not_found"):
        books.ledger.shops.keep_typed(some_settings(), shop_id="lampi", secrets=Secrets(OTHER_TOKEN), by="U1")
    with pytest.raises(Refusal, match=r"shop\.not_found"):
        books.ledger.shops.save("lampi", some_settings(), smartbill_token=OTHER_TOKEN)

    assert "gAAAA" not in _everything(books)


def test_what_was_typed_is_kept_with_its_token(books: Books) -> None:
    books.connect()
    typed = some_settings(series="LMP")

    typed_id = books.ledger.shops.keep_typed(typed, shop_id="lampi", secrets=Secrets(OTHER_TOKEN), by="U1")

    assert books.ledger.shops.typed(typed_id) == (typed, Secrets(OTHER_TOKEN))
    assert books.ledger.shops.get("lampi").settings.series == "FCT"


def test_what_was_typed_without_a_token_has_none(books: Books) -> None:
    books.connect()

    typed_id = books.ledger.shops.keep_typed(some_settings(), shop_id="lampi", by="U1")

    assert books.ledger.shops.typed(typed_id) == (some_settings(), NOTHING_NEW)


def test_a_form_that_nobody_typed_is_refused(books: Books) -> None:
    with pytest.raises(Refusal, match=r"settings\.form_is_old"):
        books.ledger.shops.typed("0123456789abcdef")


def test_secrets_are_ciphertext_in_the_database(books: Books) -> None:
    books.connect()
    books.ledger.shops.keep_typed(some_settings(), shop_id="lampi", secrets=Secrets(OTHER_TOKEN), by="U1")

    written = _everything(books)

    assert written.count("gAAAA") == 3
    for secret in (TOKEN, OTHER_TOKEN, HOOK_SECRET):
        assert secret not in written


def _everything(books: Books) -> str:
    """All that the two tables with secrets hold, as text."""
    with books.database.engine.connect() as connection:
        rows = [
            *connection.execute(text("SELECT * FROM shops")),
            *connection.execute(text("SELECT * FROM typed_settings")),
        ]
    return str(rows)


def test_that_people_were_told_of_a_shops_own_documents_is_noted_once(books: Books) -> None:
    books.connect()
    books.connect(id="miere", name="Miere")

    first, again = [books.ledger.shops.told_of_own_documents("lampi") for _ in range(2)]

    assert (first, again) == (True, False)
    assert books.ledger.shops.told_of_own_documents("miere")


def test_what_a_shop_calls_its_statuses_is_kept_as_it_was_told_last(books: Books) -> None:
    books.connect()
    told = (Choice("paid", "Plătită"), Choice("order-rare", "De confirmat"))

    none = books.ledger.shops.statuses("lampi")
    for statuses in (told[:1], told):
        books.ledger.shops.keep_statuses("lampi", statuses)

    assert none == ()
    assert books.ledger.shops.statuses("lampi") == told


def test_a_typed_key_is_kept_with_the_token_and_in_no_text(books: Books) -> None:
    books.connect()
    secrets = Secrets(OTHER_TOKEN, "CHEIENOUA")

    typed_id = books.ledger.shops.keep_typed(some_settings(), shop_id="lampi", secrets=secrets, by="U1")

    assert books.ledger.shops.typed(typed_id)[1] == secrets
    assert not {OTHER_TOKEN, "CHEIENOUA"} & set(repr(secrets).replace("'", " ").split())
