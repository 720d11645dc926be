"""People order a shop's rules, switch them off and remove them; only those who may change its settings."""

from dataclasses import dataclass

from bot.domain.rule_lists import placed, replaced, without
from bot.domain.rulebook import Rule
from bot.domain.shops import Shop, ShopSettings
from bot.domain.versions import Author
from bot.errors import Refusal
from bot.flows.ledger import Ledger
from bot.flows.ports import People
from bot.flows.rights import must_be_admin, must_be_enough
from bot.flows.saving import Overtaken, Save, Saving


@dataclass(frozen=True)
class Spot:
    """A rule in a list as somebody saw it: its place, from 1, and the version of the settings by then."""

    shop_id: str
    place: int
    version: int


@dataclass(frozen=True)
class Found:
    """The rule at a spot, of a shop that is still as it was seen."""

    shop: Shop
    rule: Rule
    place: int


class RuleBook:
    """The desk with the list of rules. Whoever presses in an old list changes nothing, and is told why."""

    def __init__(self, ledger: Ledger, people: People, saving: Saving) -> None:
        self._ledger = ledger
        self._people = people
        self._saving = saving

    def of(self, shop_id: str, *, by: str) -> Shop:
        """The shop with its rules.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        shop = self._ledger.shops.get(shop_id)
        must_be_admin(self._people, shop, by)
        return shop

    def must_be_enough(self, before: ShopSettings, after: ShopSettings) -> None:
        """Each rule names enough people for what it has them asked about.

        Raises:
            Refusal: one does not, or Slack does not say who is in its groups.
        """
        must_be_enough(self._people, before, after)

    def at(self, spot: Spot, *, by: str) -> Found | Overtaken:
        """The rule at this spot, unless the settings were changed since it was seen there.

        Raises:
            Refusal: as `of`, or there is no rule at that place.
        """
        shop = self.of(spot.shop_id, by=by)
        if shop.version != spot.version:
            return self._saving.overtaken(shop, Author(by, seen=spot.version))
        last = len(shop.settings.rules)
        if not 1 <= spot.place <= last:
            raise Refusal("rule.no_place", place=spot.place, last=last)
        return Found(shop, shop.settings.rules[spot.place - 1], spot.place)

    def move(self, spot: Spot, to: int, *, by: str) -> Shop | Overtaken:
        """Give the rule another place, the last where it is too far; the default rule stays behind all.

        Raises:
            Refusal: as `at`.
        """
        found = self.at(spot, by=by)
        if isinstance(found, Overtaken):
            return found
        return self._saved(found, placed(found.shop.settings.rules, found.rule, max(to, 1)), by)

    def switch_off(self, spot: Spot, *, by: str) -> Shop | Overtaken:
        """The rule keeps its place, and matches nothing.

        Raises:
            Refusal: as `at`.
        """
        found = self.at(spot, by=by)
        if isinstance(found, Overtaken):
            return found
        off = found.rule.model_copy(update={"active": False})
        return self._saved(found, replaced(found.shop.settings.rules, off), by)

    def remove(self, spot: Spot, *, by: str) -> Shop | Overtaken:
        """Remove the rule; what it decided stays decided.

        Raises:
            Refusal: as `at`.
        """
        found = self.at(spot, by=by)
        if isinstance(found, Overtaken):
            return found
        return self._saved(found, without(found.shop.settings.rules, found.rule), by)

    def _saved(self, found: Found, rules: tuple[Rule, ...], by: str) -> Shop | Overtaken:
        settings = found.shop.settings.model_copy(update={"rules": rules})
        came = self._saving.save(found.shop.id, Save(settings), Author(by, seen=found.shop.version))
        return came if isinstance(came, Overtaken) else self._ledger.shops.get(found.shop.id)
