"""People write a rule: it is kept while it is checked, and saved at a second press."""

import secrets
from dataclasses import replace
from typing import Literal

from pydantic import ValidationError

from bot.domain.flaws import flaw_in
from bot.domain.rule_lists import place_of, placed
from bot.domain.rulebook import Rule
from bot.domain.shops import ShopSettings
from bot.domain.versions import Author
from bot.errors import Refusal
from bot.flows.errands import Errands
from bot.flows.ledger import Ledger
from bot.flows.rule_forms import RuleForm
from bot.flows.rule_meeting import overtaken_form, who_was_first
from bot.flows.rule_statuses import known_statuses, status_names
from bot.flows.rules import Found, RuleBook, Spot
from bot.flows.saving import Overtaken, Save, Saving
from bot.flows.settings_checks import facts_of


class RuleWriting:
    """The desk where rules are written. SmartBill is only ever asked from jobs: see `rule_checks`."""

    def __init__(self, ledger: Ledger, errands: Errands, rules: RuleBook, saving: Saving) -> None:
        self._ledger = ledger
        self._errands = errands
        self._rules = rules
        self._saving = saving

    def add(self, shop_id: str, *, by: str) -> RuleForm:
        """The empty form of a new rule, which is to be the last.

        Raises:
            Refusal: this person may not change the shop's settings.
        """
        shop = self._rules.of(shop_id, by=by)
        # The id is the form's: a form that is sent twice adds one rule.
        return RuleForm(
            shop=shop,
            rule_id=secrets.token_hex(4),
            rule=None,
            place=len(shop.settings.rules) + 1,
            stage="open",
            version=shop.version,
            statuses=known_statuses(self._ledger, shop),
            status_names=status_names(self._ledger, shop.id),
        )

    def edit(self, spot: Spot, *, by: str) -> RuleForm | Overtaken:
        """The form of the rule at this spot.

        Raises:
            Refusal: as `RuleBook.at`.
        """
        found = self._rules.at(spot, by=by)
        return found if isinstance(found, Overtaken) else self._open(_form(found))

    def removing(self, spot: Spot, *, by: str) -> RuleForm | Overtaken:
        """The question before the rule at this spot is removed. Raises as `edit`."""
        found = self._rules.at(spot, by=by)
        return found if isinstance(found, Overtaken) else _form(found, stage="removing")

    def switching_on(self, spot: Spot, *, by: str) -> RuleForm | Overtaken:
        """The rule at this spot, about to be checked as one that is on. Raises as `edit`."""
        found = self._rules.at(spot, by=by)
        if isinstance(found, Overtaken):
            return found
        on = found.rule.model_copy(update={"active": True})
        return _form(Found(found.shop, on, found.place), stage="checking")

    def submit(self, view_id: str, shop_id: str, rule: Rule, place: int, author: Author) -> RuleForm:
        """Keep the rule at this place of the list, and queue its check.

        What others changed meanwhile is told from there: a form that is brought back at once would go on
        showing what was typed into it, whatever it is told to show.

        Raises:
            Refusal: this person may not change the shop's settings, the place is none, the rule cannot stand
                beside the others, or it names too few approvers.
        """
        shop = self._rules.of(shop_id, by=author.by)
        settings = _with(shop.settings, rule, place)
        self._rules.must_be_enough(shop.settings, settings)
        with self._ledger.transaction():
            kept = self._ledger.shops.keep_typed(settings, shop_id=shop_id, by=author.by)
            self._errands.check_rule(view_id, shop_id, kept, rule.id, author)
        found = Found(shop, rule, place)
        return _form(found, stage="checking", typed_id=kept, version=author.seen)

    def again(self, shop_id: str, typed_id: str, rule_id: str, author: Author) -> RuleForm:
        """The form with what was typed, to be changed once more before it is saved.

        Raises:
            Refusal: this person may not change the shop's settings, or what was typed is gone.
        """
        shop = self._rules.of(shop_id, by=author.by)
        found = Found(shop, *self._typed(typed_id, rule_id)[1:])
        return self._open(_form(found, typed_id=typed_id, version=author.seen))

    def save(self, shop_id: str, typed_id: str, rule_id: str, author: Author) -> RuleForm:
        """Save the rule that was kept; or the form with what others set meanwhile, and what was typed.

        Raises:
            Refusal: as `again`.
        """
        self._rules.of(shop_id, by=author.by)
        settings, rule, place = self._typed(typed_id, rule_id)
        found = Found(self._ledger.shops.get(shop_id), rule, place)
        came = self._saving.save(shop_id, Save(settings, typed_id=typed_id), author)
        if isinstance(came, Overtaken):
            return overtaken_form(self._ledger, came, found, author)
        return _form(Found(self._ledger.shops.get(shop_id), rule, place), stage="saved")

    def remove(self, spot: Spot, rule_id: str, *, by: str) -> RuleForm:
        """Remove the rule that was asked about; or ask again, with what others changed meanwhile.

        What it decided stays decided.

        Raises:
            Refusal: as `RuleBook.at`.
        """
        came = self._rules.remove(spot, by=by)
        shop = came.shop if isinstance(came, Overtaken) else came
        place = place_of(shop.settings.rules, rule_id)
        if not isinstance(came, Overtaken) or place is None:
            return RuleForm(shop, rule_id, None, spot.place, "removed", shop.version)
        form = _form(Found(shop, shop.settings.rules[place - 1], place), stage="removing")
        told = Refusal("rule.changed_before_removal", **who_was_first(came))
        return replace(form, errors={"form": (told.slug, facts_of(told))})

    def _open(self, form: RuleForm) -> RuleForm:
        return replace(
            form,
            statuses=known_statuses(self._ledger, form.shop),
            status_names=status_names(self._ledger, form.shop.id),
        )

    def _typed(self, typed_id: str, rule_id: str) -> tuple[ShopSettings, Rule, int]:
        settings, _ = self._ledger.shops.typed(typed_id)
        place = place_of(settings.rules, rule_id)
        if place is None:
            raise Refusal("settings.form_is_old")
        return settings, settings.rules[place - 1], place


def _form(
    found: Found,
    stage: Literal["open", "checking", "saved", "removing"] = "open",
    *,
    typed_id: str = "",
    version: int | None = None,
) -> RuleForm:
    return RuleForm(
        shop=found.shop,
        rule_id=found.rule.id,
        rule=found.rule,
        place=found.place,
        stage=stage,
        version=found.shop.version if version is None else version,
        typed_id=typed_id,
    )


def _with(settings: ShopSettings, rule: Rule, place: int) -> ShopSettings:
    """The settings with the rule at this place, wherever it stood before."""
    last = len(settings.rules) + (place_of(settings.rules, rule.id) is None)
    if not 1 <= place <= last:
        raise Refusal("rule.no_place", field="place", place=place, last=last)
    rules = placed(settings.rules, rule, place)
    try:
        return ShopSettings.model_validate(settings.model_dump() | {"rules": rules})
    except ValidationError as error:
        flaw = flaw_in(error)
        if flaw is None:
            raise
        raise Refusal(f"rule.flaw.{flaw.code}", field="name", **flaw.facts) from error
