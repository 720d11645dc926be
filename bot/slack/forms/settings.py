"""The settings form, in each of its stages."""

from typing import assert_never

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.flows.settings_forms import SettingsForm
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.forms.fields import modal
from bot.slack.forms.problems import all_remarks, summary
from bot.slack.forms.settings_fields import settings_blocks
from bot.slack.forms.settings_missed import missed_blocks
from bot.slack.ids import Action, Form
from bot.slack.mrkdwn import tell
from bot.words.say import Language

_BETWEEN = ":"


def settings_form(form: SettingsForm) -> Json:
    """The form as it stands. Neither the token nor the key is ever part of it, typed or stored."""
    language: Language = form.shop.settings.bot_language
    metadata = _BETWEEN.join((form.shop.id, form.typed_id, str(form.version)))
    if form.restores:
        metadata += f"{_BETWEEN}{form.restores}"
    match form.stage:
        case "loading" | "checking" | "saved":
            is_off = form.stage == "saved" and not form.shop.settings.active
            slug = "form.settings.saved_off" if is_off else f"form.settings.{form.stage}"
            text = b.section(tell(language, slug, shop=form.shop.name))
            remarks = all_remarks(language, form.remarks, family="settings")
            told: list[Block] = [text, *remarks, *missed_blocks(language, form)]
            name = Form.SETTINGS_DONE
            return modal(language, "form.settings", told, form=name, metadata=metadata, submit=False)
        case "open":
            # One that was only opened says what is no longer right.
            opening = "form.settings.not_saved" if form.was_sent else "form.settings.to_correct"
            blocks: list[Block] = [
                *summary(language, form.errors, family="settings", opening=opening),
                *missed_blocks(language, form),
                *settings_blocks(language, form),
                _try_it(language, form),
                _elsewhere(language, form),
            ]
            return modal(language, "form.settings", blocks, form=Form.SETTINGS, metadata=metadata)
        case _:
            assert_never(form.stage)


def read_metadata(metadata: str) -> tuple[str, str, int]:
    """The shop's id, the id of what was typed before, if anything was, and the version it began from.

    The version is 0 where the form was opened before there were any.
    """
    shop_id, _, others = metadata.partition(_BETWEEN)
    typed_id, _, numbers = others.partition(_BETWEEN)
    return shop_id, typed_id, int(numbers.partition(_BETWEEN)[0] or 0)


def with_typed(metadata: str, typed_id: str) -> str:
    """The same, where this is the id of what was typed."""
    shop_id, _, *numbers = metadata.split(_BETWEEN)
    return _BETWEEN.join((shop_id, typed_id, *numbers))


def restored_in(metadata: str) -> int:
    """The older version that the form brings back; 0: none."""
    numbers = metadata.split(_BETWEEN)[3:]
    return int(numbers[0]) if numbers else 0


def _try_it(language: Language, form: SettingsForm) -> Block:
    button = b.button(language, "button.try_settings", action=Action.TRY, value=form.shop.id)
    return ActionsBlock(block_id="try", elements=[button])


def _elsewhere(language: Language, form: SettingsForm) -> Block:
    """Where this shop sends its notices, and the way to another shop."""
    hooks = b.button(language, "button.hooks", action=Action.HOOKS, value=form.shop.id)
    connect = b.button(language, "button.connect", action=Action.CONNECT, value="new")
    return ActionsBlock(block_id="elsewhere", elements=[hooks, connect])
