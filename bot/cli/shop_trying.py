"""What settings would have done with a shop's latest orders, at the terminal; nothing is stored."""

import html
from dataclasses import asdict, dataclass

import click

from bot.cli.printing import plain, print_json
from bot.cli.shop_facts import Facts
from bot.cli.shop_saving import told_changes
from bot.domain.shops import Shop, ShopSettings
from bot.domain.trials import MOST_ORDERS, Trial
from bot.domain.versions import differing
from bot.flows.desks import Flows
from bot.slack.trials import small_print, trial_lines

try_option = click.option(
    "--try",
    "tries",
    is_flag=True,
    help=f"Store nothing: say what it would have done with the shop's last {MOST_ORDERS} orders.",
)


@dataclass(frozen=True)
class Tried:
    """The settings of this name that would be others, and what that would do."""

    shop: Shop
    changed: tuple[str, ...]
    trial: Trial

    @property
    def facts(self) -> Facts:
        """All of it, for programs."""
        changed = list(self.changed)
        return {"id": self.shop.id, "changed": changed, "stored": False, "trial": asdict(self.trial)}

    @property
    def told(self) -> str:
        """All of it in sentences, a line each."""
        sentences = (*trial_lines("en", self.trial), *small_print("en", self.trial))
        lines = (html.unescape(plain(sentence)) for sentence in sentences)
        return "\n".join([told_changes(self.shop, self.changed, is_stored=False), *lines])


def tried_on(flows: Flows, shop: Shop, after: ShopSettings) -> Tried:
    """The trial of these settings on the shop's orders; SmartBill is not asked."""
    return Tried(shop, differing(shop.settings, after), flows.trying.compare(shop.id, after))


def show_trial(flows: Flows, shop: Shop, after: ShopSettings, *, as_json: bool) -> None:
    """Try these settings on the shop's orders, and print what came of it."""
    tried = tried_on(flows, shop, after)
    if as_json:
        print_json(tried.facts)
    else:
        click.echo(tried.told)
