"""What is laid over a settings form that is tried: what it would have done, or what is wrong in it."""

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block

from bot.flows.settings_forms import SettingsTrial
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.forms.fields import modal
from bot.slack.ids import Form
from bot.slack.mrkdwn import Mrkdwn, setting, tell
from bot.slack.trials import trial_blocks
from bot.words.say import Language


def trial_view(form: SettingsTrial) -> Json:
    """The trial as it stands: under way, or what came of it."""
    language: Language = form.shop.settings.bot_language
    if form.stage == "trying":
        return _view(language, [b.section(tell(language, "form.trial.trying"))])
    if form.trial is None:
        return _view(language, [b.section(tell(language, "form.trial.unchanged"))])
    fields = Mrkdwn("; ".join(setting(language, name) for name in form.changed))
    about = b.section(tell(language, "form.trial.about", fields=fields))
    return _view(language, [about, *trial_blocks(language, form.trial)])


def untriable_view(language: Language, errors: Mapping[str, str]) -> Json:
    """What has to be put right in the form first: by the name of each field, a slug."""
    lines = [tell(language, "form.trial.wrong")]
    for name, slug in errors.items():
        field, sentence = setting(language, name), tell(language, slug)
        lines.append(tell(language, "form.trial.wrong_field", field=field, sentence=sentence))
    return _view(language, b.paragraphs(lines))


def _view(language: Language, blocks: Sequence[Block]) -> Json:
    back = b.context(tell(language, "form.trial.back"))
    return modal(language, "form.trial", [*blocks, back], form=Form.SETTINGS_DONE, submit=False)
