"""Shops and their settings, rows ↔ facts; secrets go in and out as ciphertext."""

from functools import lru_cache
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, Text, bindparam, cast, false
from sqlmodel import Session, col, delete, select

from bot.domain.shops import STORED, Account, Shop, ShopSettings, hint
from bot.domain.versions import Author
from bot.errors import Refusal
from bot.flows.shops import TERMINAL, Hook
from bot.storage.engine import Database
from bot.storage.pending_tables import TypedShopRow
from bot.storage.secrets import Cipher
from bot.storage.statements import table
from bot.storage.tables import ShopRow, TypedSettingsRow
from bot.storage.version_tables import SettingsVersionRow
from bot.work.ports import Clock

_SHOPS = table(ShopRow)
# Asked for every notice and every step of an order, so that a change is seen by the very next one.
_READ = _SHOPS.select().add_columns(cast(_SHOPS.c.settings, Text).label("written"))
_GET = _READ.where(_SHOPS.c.id == bindparam("its_id"))
_BY_HOOK = _READ.where(
    _SHOPS.c.kind == bindparam("kind"),
    _SHOPS.c.hook_token == bindparam("token"),
    _SHOPS.c.removed == false(),
)
_ALL = _READ.where(_SHOPS.c.removed == false()).order_by(_SHOPS.c.name)


class SqlShops:
    """The `Shops` port on SQL."""

    def __init__(self, database: Database, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def add(self, shop: Shop, *, smartbill_token: str, hook_token: str, hook_secret: str) -> None:
        with self._database.transaction() as session:
            row = ShopRow(
                id=shop.id,
                name=shop.name,
                kind=shop.kind,
                settings=shop.settings.model_dump(mode="json"),
                smartbill_token=self._cipher.encrypt(smartbill_token),
                token_hint=hint(smartbill_token),
                hook_token=hook_token,
                hook_secret=self._cipher.encrypt(hook_secret),
            )
            session.add(row)
            # At once: rows that name the shop may follow in the same transaction.
            session.flush()
            session.add(self._version(row, TERMINAL, []))
            session.flush()

    def get(self, shop_id: str) -> Shop:
        return _shop(self._row(shop_id))

    def all(self) -> tuple[Shop, ...]:
        with self._database.reading() as session:
            return tuple(_shop(row) for row in session.connection().execute(_ALL))

    def remove(self, shop_id: str) -> None:
        with self._database.transaction() as session:
            row = _held(session, shop_id)
            row.removed, row.smartbill_token, row.token_hint = True, "", ""
            row.hook_secret, row.hook_proof = "", ""
            # The token of an address is itself a secret; the column wants a value of its own.
            row.hook_token = f"removed:{shop_id}"
            session.flush()
            session.execute(delete(TypedSettingsRow).where(col(TypedSettingsRow.shop_id) == shop_id))
            _forget_newcomers(session, row.name)

    def by_hook(self, kind: str, token: str) -> Hook | None:
        with self._database.reading() as session:
            asked = {"kind": kind, "token": token}
            row = session.connection().execute(_BY_HOOK, asked).first()
            if row is None:
                return None
            return Hook(_shop(row), self._cipher.decrypt(row.hook_secret), self._opened(row.hook_proof))

    def hook_token(self, shop_id: str) -> str:
        token: str = self._row(shop_id).hook_token
        return token

    def key(self, shop_id: str) -> str:
        return self._cipher.decrypt(self._row(shop_id).hook_secret)

    def proof(self, shop_id: str, *, instead_of_none: str) -> str:
        with self._database.transaction() as session:
            row = _held(session, shop_id)
            row.hook_proof = row.hook_proof or self._cipher.encrypt(instead_of_none)
            session.flush()
            return self._cipher.decrypt(row.hook_proof)

    def account(self, shop_id: str) -> Account:
        row = self._row(shop_id)
        settings = _settings(row.written)
        token = self._cipher.decrypt(row.smartbill_token)
        return Account(email=settings.smartbill_email, cif=settings.cif, token=token)

    def save(
        self,
        shop_id: str,
        settings: ShopSettings,
        *,
        smartbill_token: str | None,
        hook_secret: str | None = None,
        author: Author = TERMINAL,
    ) -> int | None:
        with self._database.transaction() as session:
            row = _held(session, shop_id)
            if author.seen not in {None, row.version}:
                return None
            named = {"token": smartbill_token, "key": hook_secret}
            secrets = [name for name, secret in named.items() if secret is not None]
            if secrets or settings != ShopSettings.model_validate(row.settings, context=STORED):
                row.settings, row.version = settings.model_dump(mode="json"), row.version + 1
                self._replace(row, smartbill_token, hook_secret)
                session.add(self._version(row, author, secrets))
                session.flush()
            return row.version

    def _replace(self, row: ShopRow, smartbill_token: str | None, hook_secret: str | None) -> None:
        if smartbill_token is not None:
            row.smartbill_token = self._cipher.encrypt(smartbill_token)
            row.token_hint = hint(smartbill_token)
        if hook_secret is not None:
            row.hook_secret = self._cipher.encrypt(hook_secret)

    def _version(self, row: ShopRow, author: Author, secrets: list[str]) -> SettingsVersionRow:
        """What stands in the shop's row now, to be kept."""
        return SettingsVersionRow(
            shop_id=row.id,
            number=row.version,
            at=self._clock.now(),
            saved_by=author.by,
            settings=row.settings,
            token_hint=row.token_hint,
            secrets=secrets,
            restores=author.restores,
        )

    def keep_typed(self, settings: ShopSettings, *, shop_id: str, token: str | None, by: str) -> str:
        typed_id = uuid4().hex
        with self._database.transaction() as session:
            _held(session, shop_id)
            session.add(
                TypedSettingsRow(
                    id=typed_id,
                    shop_id=shop_id,
                    settings=settings.model_dump(mode="json"),
                    smartbill_token=self._cipher.encrypt(token or ""),
                    typed_by=by,
                    typed_at=self._clock.now(),
                )
            )
        return typed_id

    def typed(self, typed_id: str) -> tuple[ShopSettings, str | None]:
        with self._database.reading() as session:
            row = session.get(TypedSettingsRow, typed_id)
            if row is None:
                raise Refusal("settings.form_is_old")
            token = self._cipher.decrypt(row.smartbill_token)
            return ShopSettings.model_validate(row.settings, context=STORED), token or None

    def forget_typed(self, typed_id: str) -> None:
        with self._database.transaction() as session:
            session.execute(delete(TypedSettingsRow).where(col(TypedSettingsRow.id) == typed_id))

    def _opened(self, ciphertext: str) -> str:
        return self._cipher.decrypt(ciphertext) if ciphertext else ""

    def _row(self, shop_id: str) -> Row[Any]:
        with self._database.reading() as session:
            row = session.connection().execute(_GET, {"its_id": shop_id}).one_or_none()
            if row is None:
                raise Refusal("shop.not_found", shop=shop_id)
            return row


def _forget_newcomers(session: Session, name: str) -> None:
    """Let go of forms that were about to connect a shop of this name, and of their secrets."""
    # Compared here: databases do not agree on which letters are the same.
    for typed in session.exec(select(TypedShopRow)):
        if str(typed.newcomer["name"]).casefold() == name.casefold():
            session.delete(typed)


def _held(session: Session, shop_id: str) -> ShopRow:
    """The row of a shop that is connected, to be changed by nobody else until the transaction ends."""
    row = session.get(ShopRow, shop_id, with_for_update=True)
    if row is None or row.removed:
        raise Refusal("shop.not_found", shop=shop_id)
    return row


@lru_cache(maxsize=256)
def _settings(written: str) -> ShopSettings:
    """The settings in this text; those of a shop are read many times for each order."""
    return ShopSettings.model_validate_json(written, context=STORED)


def _shop(row: Row[Any]) -> Shop:
    """The shop; one that was removed is switched off, whatever was set."""
    settings = _settings(row.written)
    return Shop(
        id=row.id,
        name=row.name,
        kind=row.kind,
        settings=settings.model_copy(update={"active": False}) if row.removed else settings,
        token_hint=row.token_hint,
        version=row.version,
    )
