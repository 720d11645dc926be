"""A rule is looked at before it is saved: has SmartBill its series, and what would it do?"""

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.approvers import groups_in
from bot.domain.rule_lists import place_of
from bot.domain.rulebook import Rule
from bot.domain.shops import Series, ShopSettings
from bot.domain.versions import Author
from bot.errors import Refusal, RemoteError
from bot.flows.ledger import Ledger
from bot.flows.ports import Biller, Forms, People
from bot.flows.rule_forms import RuleForm
from bot.flows.rule_meeting import overtaken_form
from bot.flows.rule_statuses import known_statuses, status_names
from bot.flows.rules import Found
from bot.flows.saving import Saving
from bot.flows.settings_checks import astray_because, empty_groups, facts_of, leads_astray, until
from bot.flows.trying import Trying
from bot.work.jobs import Urgency
from bot.work.ports import Clock


class RuleChecks:
    """The job behind the form of a rule. It saves nothing."""

    def __init__(  # noqa: PLR0913 - whom the desk works with
        self,
        ledger: Ledger,
        saving: Saving,
        biller: Biller,
        forms: Forms,
        people: People,
        trying: Trying,
        *,
        clock: Clock,
    ) -> None:
        self._ledger = ledger
        self._saving = saving
        self._biller = biller
        self._forms = forms
        self._people = people
        self._trying = trying
        self._clock = clock

    def check(self, payload: Mapping[str, str]) -> None:
        """The job: ask for the series and groups that the rule names, and try it on the latest orders."""
        shop = self._ledger.shops.get(payload["shop"])
        settings, _ = self._ledger.shops.typed(payload["typed"])
        place = place_of(settings.rules, payload["rule"])
        if place is None:
            raise Refusal("settings.form_is_old")
        author = Author(payload["by"], seen=int(payload["seen"]))
        typed = Found(shop, settings.rules[place - 1], place)
        if shop.version != author.seen:
            came = self._saving.overtaken(shop, author)
            self._forms.show_rule(payload["view"], overtaken_form(self._ledger, came, typed, author))
            return
        form = RuleForm(
            shop=shop,
            rule_id=payload["rule"],
            rule=typed.rule,
            place=place,
            stage="tried",
            statuses=known_statuses(self._ledger, shop),
            status_names=status_names(self._ledger, shop.id),
            version=shop.version,
            typed_id=payload["typed"],
        )
        checked = self._checked_in_slack(self._checked(form, settings, typed.rule), typed.rule)
        if not checked.errors:
            checked = replace(checked, trial=self._trying.compare(shop.id, settings))
        self._forms.show_rule(payload["view"], checked)

    def _checked(self, form: RuleForm, settings: ShopSettings, rule: Rule) -> RuleForm:
        # Without any series of the account it would lead astray, if it leads anywhere at all.
        if not leads_astray((), settings, rule):
            return form
        try:
            series = self._asked(form)
        except RemoteError as error:
            facts = facts_of(error) | until(error, self._clock.now())
            return replace(form, stage="open", errors={"form": (error.slug, facts)})
        if not leads_astray(series, settings, rule):
            return replace(form, series=series)
        why = astray_because(series, settings, rule)
        return replace(form, stage="open", series=series, errors={"series": (why.slug, facts_of(why))})

    def _checked_in_slack(self, form: RuleForm, rule: Rule) -> RuleForm:
        try:
            wrong = empty_groups(self._people, groups_in(rule.outcome.approvers))
        except RemoteError as error:
            return replace(form, stage="open", errors={"form": (error.slug, facts_of(error))} | form.errors)
        if not wrong:
            return form
        errors = {name: (error.slug, facts_of(error)) for name, error in wrong.items()}
        return replace(form, stage="open", errors=form.errors | errors)

    def _asked(self, form: RuleForm) -> tuple[Series, ...]:
        """The account's series of documents; a receipt's are no rule's to name."""
        account = self._ledger.shops.account(form.shop.id)
        series = self._biller.series(account, urgency=Urgency.PERSON)
        return tuple(choice for choice in series if choice.kind != "receipt")
