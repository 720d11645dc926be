"""In which language people are answered where nothing else says so."""

from collections.abc import Callable

from bot.flows.ledger import Ledger
from bot.words.say import Language


def usual_language(ledger: Ledger) -> Callable[[], Language]:
    """The language of answers that belong to no order: the first shop's, else Romanian."""

    def language() -> Language:
        shops = ledger.shops.all()
        return shops[0].settings.bot_language if shops else "ro"

    return language
