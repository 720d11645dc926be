"""What is wrong with the settings, where a person sees it: on top of the form, and under each field."""

from slack_sdk.models.blocks import Block

from bot.flows.settings_forms import SettingsForm
from bot.slack import blocks as b
from bot.slack.mrkdwn import Mrkdwn, tell
from bot.words.say import SENTENCES, Language, say

#: What is wrong with all of it, and belongs under no field.
_WHOLE = "form"


def summary(language: Language, form: SettingsForm) -> list[Block]:
    """The first thing to read in a form that was not saved: why, or which fields have the reasons under them.

    A form that has only been opened says what is no longer right.
    """
    if not form.errors:
        return []
    opening = "form.settings.not_saved" if form.was_sent else "form.settings.to_correct"
    fields = [say(language, f"settings.{name}") for name in form.errors if name != _WHOLE]
    reasons = [sentence(language, form, _WHOLE)] if _WHOLE in form.errors else []
    if fields:
        reasons.append(tell(language, "form.settings.fields", fields=Mrkdwn("; ".join(fields))))
    told = tell(language, opening, reasons=Mrkdwn(" ".join(reasons)))
    return [b.section(told)]


def under(language: Language, form: SettingsForm, name: str) -> list[Block]:
    """What is wrong with this field; nothing where it is right."""
    if name not in form.errors:
        return []
    return [b.context(tell(language, "form.field_problem", sentence=sentence(language, form, name)))]


def sentence(language: Language, form: SettingsForm, name: str) -> Mrkdwn:
    """The error of this name: as the form puts it, where the same is put otherwise on a card."""
    slug, facts = form.errors[name]
    put = [f"settings.error.{slug}", f"error.{slug}"]
    if "until" in facts:
        put.insert(0, f"error.{slug}.until")
    return tell(language, next((one for one in put if one in SENTENCES[language]), put[-1]), facts)
