"""Find a shop as people name it, and tell what is set for it."""

from bot.domain.shops import Shop
from bot.errors import Refusal
from bot.flows.addresses import hook_path, hook_url
from bot.flows.ledger import Ledger

Facts = dict[str, object]


def find_shop(ledger: Ledger, named: str) -> Shop:
    """The connected shop of this id or, failing that, of this name.

    Raises:
        Refusal: there is none.
    """
    shops = ledger.shops.all()
    by_id = {shop.id: shop for shop in shops}
    by_name = {shop.name.casefold(): shop for shop in shops}
    found = by_id.get(named) or by_name.get(named.strip().casefold())
    if found is None:
        raise Refusal("shop.not_found", shop=named)
    return found


def shop_facts(ledger: Ledger, shop: Shop, public_url: str) -> Facts:
    """Everything that is set; of SmartBill's token only the end, of the hook's secret nothing."""
    path = hook_path(ledger, shop)
    return {
        "id": shop.id,
        "name": shop.name,
        "kind": shop.kind,
        "hook_url": hook_url(public_url, path),
        "hook_path": path,
        "smartbill_token": shop.token_hint,
        "version": shop.version,
        "settings": shop.settings.model_dump(mode="json"),
    }
