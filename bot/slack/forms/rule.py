"""The form of a rule in each of its stages, and how it is read."""

from typing import assert_never

from pydantic import ValidationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.blocks.block_elements import CheckboxesElement

from bot.domain.conditions import Conditions
from bot.domain.flaws import flaws_in
from bot.domain.rulebook import Outcome, Rule
from bot.flows.rule_forms import RuleForm
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.forms.fields import VALUE, Values, chosen, modal, option, text_input, typed
from bot.slack.forms.problems import summary, under
from bot.slack.forms.rule_conditions import condition_fields, read_conditions
from bot.slack.forms.rule_outcome import outcome_fields, read_outcome
from bot.slack.forms.rule_parts import Wrong, rule_field
from bot.slack.forms.settings_parts import ON
from bot.slack.ids import Action, Form
from bot.slack.mrkdwn import tell
from bot.slack.rule_texts import rule_text
from bot.slack.trials import trial_blocks
from bot.words.say import Language, say

_BETWEEN = ":"
#: Under which field a flaw of several facts together stands.
_FIELD_OF = {
    "total": "total_to",
    "no_hours": "hour_to",
    "receipt": "collects",
    "collects_leaving": "collects",
    "collects_proforma": "collects",
}


def rule_form(form: RuleForm) -> Json:
    """The form as it stands."""
    language: Language = form.shop.settings.bot_language
    metadata = _BETWEEN.join((form.shop.id, form.typed_id, str(form.version), str(form.place), form.rule_id))
    match form.stage:
        case "open":
            blocks = _open(language, form)
            return modal(language, "form.rule", blocks, form=Form.RULE, metadata=metadata)
        case "tried":
            return modal(
                language, "form.rule_tried", _tried(language, form), form=Form.RULE_TRIED, metadata=metadata
            )
        case "removing":
            blocks = _removing(language, form)
            return modal(language, "form.rule_removal", blocks, form=Form.RULE_REMOVAL, metadata=metadata)
        case "checking" | "saved" | "removed":
            told = [b.section(tell(language, f"form.rule.{form.stage}")), *_rule(language, form)]
            done = Form.SETTINGS_DONE
            return modal(language, "form.rule", told, form=done, metadata=metadata, submit=False)
        case _:
            assert_never(form.stage)


def read_metadata(metadata: str) -> tuple[str, str, int, int, str]:
    """The shop's id, that of what was typed, the version that the form began from, place, and rule's id."""
    shop_id, typed_id, version, place, rule_id = metadata.split(_BETWEEN, 4)
    return shop_id, typed_id, int(version), int(place), rule_id


def read_rule(values: Values, rule_id: str) -> tuple[Rule, int] | Wrong:
    """The rule that was typed and its place, from 1; or what is wrong with each field."""
    conditions, wrong_if = read_conditions(values)
    outcome, wrong_then = read_outcome(values)
    place = typed(values, "place")
    wrong: Wrong = wrong_if | wrong_then
    if not (place.isdecimal() and int(place)):
        wrong["place"] = ("form.error.place", {})
    facts = {
        "id": rule_id,
        "name": typed(values, "name"),
        "active": ON in chosen(values, "active"),
        "conditions": conditions,
        "outcome": outcome,
    }
    try:
        rule = Rule.model_validate(facts)
    except ValidationError as error:
        return wrong | _flaws(error)
    return wrong or (rule, int(place))


def _flaws(error: ValidationError) -> Wrong:
    flaws = flaws_in(error)
    if not flaws:
        raise error
    return {_FIELD_OF.get(flaw.code, where): (f"rule.flaw.{flaw.code}", flaw.facts) for where, flaw in flaws}


def _open(language: Language, form: RuleForm) -> list[Block]:
    """Every field with what is set, and under it what is wrong with it."""
    blocks = summary(language, form.errors, family="form.rule", opening="form.settings.not_saved")
    for name, block in _fields(language, form):
        blocks += [block, *under(language, form.errors, name)]
    return blocks


def _fields(language: Language, form: RuleForm) -> list[tuple[str, Block]]:
    rule = form.rule
    wanted = rule.conditions if rule else Conditions()
    return [
        rule_field(language, "name", text_input(rule.name if rule else "", most=60), optional=False),
        rule_field(language, "place", text_input(str(form.place), most=3), optional=False),
        rule_field(language, "active", _switch(language, is_on=rule is None or rule.active)),
        *condition_fields(language, wanted, form.statuses, form.status_names),
        *outcome_fields(language, rule.outcome if rule else Outcome(), form.series),
    ]


def _switch(language: Language, *, is_on: bool) -> CheckboxesElement:
    box = option(ON, say(language, "form.rule.active.on"))
    return CheckboxesElement(action_id=VALUE, options=[box], initial_options=[box] if is_on else None)


def _tried(language: Language, form: RuleForm) -> list[Block]:
    """The rule as it would be saved, and what it would do; nothing is saved yet."""
    # Slack wants something in every button; which rule it is stands in the form.
    back = b.button(language, "button.write_again", action=Action.WRITE_AGAIN, value="rule")
    about = b.section(tell(language, "form.rule_tried.about", place=form.place))
    tried = trial_blocks(language, form.trial) if form.trial is not None else []
    return [about, *_rule(language, form), *tried, *b.actions([back])]


def _removing(language: Language, form: RuleForm) -> list[Block]:
    """The rule, and what its removal means; on top, what others changed meanwhile."""
    told = summary(language, form.errors, family="form.rule", opening="form.rule_removal.not_done")
    return [*told, b.section(tell(language, "form.rule_removal.question")), *_rule(language, form)]


def _rule(language: Language, form: RuleForm) -> list[Block]:
    return [b.section(rule_text(language, form.rule))] if form.rule is not None else []
