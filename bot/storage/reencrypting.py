"""Put every stored secret under the first key, one after the other, beside whoever works meanwhile."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, select, update

from bot.errors import ConfigError
from bot.storage.engine import Database
from bot.storage.pending_tables import TypedShopRow
from bot.storage.secrets import Cipher
from bot.storage.statements import table
from bot.storage.tables import ShopRow, TypedSettingsRow


@dataclass(frozen=True)
class Lost:
    """A secret that no key opens: whose, and what it is."""

    shop_id: str
    what: str


@dataclass(frozen=True)
class Reencrypted:
    """How many secrets were rewritten, how many were under the first key already, and which are lost."""

    rewritten: int
    already: int
    lost: tuple[Lost, ...]


@dataclass(frozen=True)
class _Place:
    """A column of ciphertexts, and what names the shop."""

    table: Table
    column: str
    shop: ColumnElement[str]
    what: str


_SHOPS, _TYPED, _NEWCOMERS = table(ShopRow), table(TypedSettingsRow), table(TypedShopRow)
#: A shop that is not connected yet has no id, but a name.
_NAME: ColumnElement[str] = _NEWCOMERS.c.newcomer["name"].as_string()
_PLACES = (
    _Place(_SHOPS, "smartbill_token", _SHOPS.c.id, "SmartBill token"),
    _Place(_SHOPS, "hook_secret", _SHOPS.c.id, "secret of notices"),
    _Place(_SHOPS, "hook_proof", _SHOPS.c.id, "proof of hooks"),
    _Place(_TYPED, "smartbill_token", _TYPED.c.shop_id, "SmartBill token typed into a form"),
    _Place(_TYPED, "shop_key", _TYPED.c.shop_id, "key typed into a form"),
    _Place(_NEWCOMERS, "smartbill_token", _NAME, "SmartBill token typed to connect the shop"),
    _Place(_NEWCOMERS, "shop_key", _NAME, "key typed to connect the shop"),
)


def reencrypt(database: Database, cipher: Cipher) -> Reencrypted:
    """Rewrite what is under another key. Done twice, it changes nothing the second time.

    Each secret is exchanged only if nobody stored another one since it was read, so that no save is undone.
    """
    ends: list[bool | Lost | None] = []
    for place in _PLACES:
        for row_id, shop_id in _rows(database, place):
            try:
                ends.append(_renewed(database, cipher, place, row_id))
            except ConfigError:
                ends.append(Lost(shop_id, place.what))
    lost = tuple(end for end in ends if isinstance(end, Lost))
    return Reencrypted(rewritten=ends.count(True), already=ends.count(False), lost=lost)


def _rows(database: Database, place: _Place) -> list[tuple[str, str]]:
    """The id and the shop of every row that holds a secret there."""
    columns = place.table.c
    wanted = select(columns.id, place.shop).where(columns[place.column] != "").order_by(columns.id)
    with database.reading() as session:
        return [(row[0], row[1]) for row in session.execute(wanted)]


def _renewed(database: Database, cipher: Cipher, place: _Place, row_id: str) -> bool | None:
    """Whether it was rewritten; None: it is gone.

    Raises:
        ConfigError: none of the keys opens it.
    """
    column, is_this = place.table.c[place.column], place.table.c.id == row_id
    while True:
        with database.reading() as session:
            came = session.execute(select(column).where(is_this)).scalar_one_or_none()
        if not came:
            return None
        goes = cipher.renewed(came)
        if goes is None:
            return False
        exchange = update(place.table).where(is_this, column == came).values({place.column: goes})
        if database.changes_one(exchange):
            return True
