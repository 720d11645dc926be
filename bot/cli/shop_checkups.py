"""What `doctor` says of shops that can be asked: whether they let the bot in, and tell it by themselves."""

from collections.abc import Iterator, Mapping, Sequence

from bot.cli.findings import Finding
from bot.cli.shop_checks import why_not
from bot.domain.shops import Shop
from bot.errors import ConfigError, RemoteError, RemoteRejected
from bot.flows.addresses import access_of
from bot.flows.connections import EVENTS
from bot.flows.ledger import Ledger
from bot.flows.shopkeepers import ShopHook, Shopkeeper


def asked(ledger: Ledger, keepers: Mapping[str, Shopkeeper], shop: Shop) -> Iterator[Finding]:
    """Whether the shop's key works, and which of its webhooks are on; nothing where it cannot be asked."""
    what = f"shop:{shop.id}"
    try:
        access = access_of(ledger, keepers, shop)
        if access is not None:
            yield _hooks(what, shop, keepers[shop.kind].hooks(access), ledger.shops.hook_token(shop.id))
    except ConfigError as error:
        yield Finding(what, "problem", f"{shop.name}: {error}")
    except RemoteRejected as error:
        yield Finding(what, "problem", f"{shop.name}: {why_not(error, shop.settings)}")
    except RemoteError:
        url = shop.settings.shop_url
        yield Finding(what, "warning", f"{shop.name}: {url} does not answer. Ask again in a few minutes.")


def _hooks(what: str, shop: Shop, told: Sequence[ShopHook], hook_token: str) -> Finding:
    on = {hook.event for hook in told if hook.is_on and hook_token in hook.url}
    missing = [event for event in EVENTS[shop.kind] if event not in on]
    if missing:
        return Finding(
            what,
            "warning",
            f"{shop.name}: the shop answers, but does not tell the bot of {', '.join(missing)} by itself, so "
            "that orders are found later. The bot's message in the channel has a button to put it right.",
        )
    events = ", ".join(EVENTS[shop.kind])
    return Finding(what, "fine", f"{shop.name}: the shop answers, and its webhooks are on: {events}.")
