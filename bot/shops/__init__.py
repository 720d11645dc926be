"""The doors at which web shops knock: one package for each kind of shop, listed here by hand."""

from collections.abc import Mapping

from bot.shops.cloudcart.kind import CLOUDCART
from bot.shops.shop import ShopKind
from bot.shops.standard.kind import STANDARD

#: Every kind of shop by the name it has in hook addresses.
KINDS: Mapping[str, ShopKind] = {kind.name: kind for kind in (CLOUDCART, STANDARD)}
