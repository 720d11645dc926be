"""Save a shop's settings at the terminal: checked as a form is, and never over what others saved."""

from bot.cli.endings import No
from bot.cli.lives import local
from bot.cli.shop_checks import must_let_in, must_work
from bot.domain.shops import Shop
from bot.domain.versions import Author
from bot.flows.desks import Flows
from bot.flows.ledger import Ledger
from bot.flows.saving import Overtaken, Save, Saved
from bot.flows.settings_checks import asks_smartbill


def must_fit(flows: Flows, ledger: Ledger, shop: Shop, save: Save) -> None:
    """Ask SmartBill and the shop, each where anything changes that it has a say in.

    Raises:
        No: it is not accepted.
    """
    if save.key is not None or save.settings.shop_url != shop.settings.shop_url:
        changed = shop.model_copy(update={"settings": save.settings})
        must_let_in(flows.knocking, changed, save.key or ledger.shops.key(shop.id))
    if save.token is not None or asks_smartbill(shop.settings, save.settings):
        token = save.token or ledger.shops.account(shop.id).token
        must_work(flows.settings, save.settings, token, shop.settings)


def saved_now(flows: Flows, shop: Shop, save: Save, *, restores: int = 0) -> Saved:
    """Save what began from `shop`, whatever changes in it.

    Raises:
        No: somebody else saved meanwhile, and nothing of this was.
    """
    came = flows.saving.save(shop.id, save, Author(seen=shop.version, restores=restores))
    if isinstance(came, Overtaken):
        by = "at a terminal" if came.by == "cli" else f"by {came.by}"
        raise No(
            f"Meanwhile, settings of {shop.name} were changed {by} ({local(came.at)}): "
            f"{', '.join(came.changed)}. Nothing was stored: look at `smartbill-bot shop history "
            f"{shop.id}`, then try again."
        )
    return came


def told_changes(shop: Shop, changed: tuple[str, ...], *, is_stored: bool = True) -> str:
    """One sentence for people."""
    if not changed:
        return f"{shop.name}: nothing {'changed' if is_stored else 'would change'}."
    return f"{shop.name}: {'changed' if is_stored else 'would change'} {', '.join(changed)}."
