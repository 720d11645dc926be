"""Cancelling, restoring and deleting issued documents."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.sandbox.smartbill.account import Account
from bot.sandbox.smartbill.answers import Json, RefusedError, common
from bot.sandbox.smartbill.collecting import not_the_last
from bot.sandbox.smartbill.documents import Document, Key


@dataclass(frozen=True)
class Changes:
    """The three changes, in the words for one kind of document."""

    noun: str
    genitive: str
    proforma: bool

    def cancel(self, account: Account, query: Mapping[str, str]) -> Json:
        """Cancel; doing it again is a success that says so."""
        document = self._named(account, query)
        if document.is_cancelled:
            return common(message=f"{self.noun} {document.key.joined} este deja anulata.")
        account.put(replace(document, is_cancelled=True))
        return self._done(document, "anulata")

    def restore(self, account: Account, query: Mapping[str, str]) -> Json:
        """Undo the cancelling; needless restoring is a success that says so."""
        document = self._named(account, query)
        if not document.is_cancelled:
            return common(message=f"{self.noun} {document.key.joined} nu necesita restaurare.")
        account.put(replace(document, is_cancelled=False))
        return self._done(document, "restaurata")

    def delete(self, account: Account, query: Mapping[str, str]) -> Json:
        """Delete the last document of its series, and free its number."""
        document = self._named(account, query)
        if not account.is_last(document.key):
            raise not_the_last(document.key)
        account.remove(document)
        return self._done(document, "stearsa")

    def _named(self, account: Account, query: Mapping[str, str]) -> Document:
        key = Key(query.get("seriesname", ""), query.get("number", ""))
        if not key.number:
            raise RefusedError(f"Numarul {self.genitive} trebuie specificat in url in parametrul 'number'!")
        if not key.series:
            raise RefusedError(
                f"Seria {self.genitive} trebuie specificata in url in parametrul 'seriesname'!"
            )
        document = account.find(key, proforma=self.proforma)
        if document is None:
            raise RefusedError(f"{self.noun} cu seria si numarul {key.joined} nu a fost gasita!")
        return document

    def _done(self, document: Document, participle: str) -> Json:
        sentence = f"{self.noun} cu seria si numarul {document.key.joined} a fost {participle} cu succes."
        return common(message=sentence)


INVOICES = Changes("Factura", "facturii", proforma=False)
PROFORMAS = Changes("Proforma", "proformei", proforma=True)


def delete_last(account: Account, series_name: str | None) -> None:
    """Somebody in the company deletes the last document: of that series, or the newest of all."""
    for document in reversed(account.documents):
        wanted = series_name in (None, document.series)
        if wanted and not document.is_draft and account.is_last(document.key):
            account.remove(document)
            return
