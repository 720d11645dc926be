"""Shops that somebody is about to connect, rows ↔ facts; secrets go in and out as ciphertext."""

from uuid import uuid4

from sqlmodel import col, delete

from bot.flows.connecting_forms import Newcomer
from bot.flows.newcomers import TypedShop
from bot.storage.engine import Database
from bot.storage.pending_tables import TypedShopRow
from bot.storage.secrets import Cipher
from bot.work.ports import Clock


class SqlNewcomers:
    """The `Newcomers` port on SQL."""

    def __init__(self, database: Database, cipher: Cipher, clock: Clock) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    def keep(self, typed: TypedShop, *, by: str) -> str:
        typed_id = uuid4().hex
        with self._database.transaction() as session:
            session.add(
                TypedShopRow(
                    id=typed_id,
                    newcomer=typed.newcomer.model_dump(mode="json"),
                    smartbill_token=self._cipher.encrypt(typed.smartbill_token),
                    shop_key=self._cipher.encrypt(typed.shop_key),
                    typed_by=by,
                    typed_at=self._clock.now(),
                )
            )
        return typed_id

    def get(self, typed_id: str) -> TypedShop | None:
        with self._database.reading() as session:
            row = session.get(TypedShopRow, typed_id)
            if row is None:
                return None
            token, key = self._cipher.decrypt(row.smartbill_token), self._cipher.decrypt(row.shop_key)
            return TypedShop(Newcomer.model_validate(row.newcomer), token, key)

    def drop(self, typed_id: str) -> None:
        with self._database.transaction() as session:
            session.execute(delete(TypedShopRow).where(col(TypedShopRow.id) == typed_id))
