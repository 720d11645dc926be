"""Where a shop has to send its notices: what to paste there."""

from slack_sdk.models.blocks import Block

from bot.flows.connecting_forms import Connected, HookAddresses
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.forms.fields import modal
from bot.slack.ids import Form
from bot.slack.mrkdwn import Mrkdwn, escape, tell
from bot.words.say import Language


def hooks_form(language: Language, hooks: HookAddresses) -> Json:
    """The addresses of a connected shop."""
    return modal(language, "form.hooks", _addresses(language, hooks), form=Form.SETTINGS_DONE, submit=False)


def connected_form(language: Language, connected: Connected) -> Json:
    """What is to do after a shop was connected; its secret is shown this one time only."""
    hooks = connected.hooks
    blocks: list[Block] = [
        b.section(tell(language, "form.connect.done", shop=hooks.shop)),
        *_addresses(language, hooks),
        *_secret(language, connected),
    ]
    return modal(language, "form.connect", blocks, form=Form.SETTINGS_DONE, submit=False)


def _addresses(language: Language, hooks: HookAddresses) -> list[Block]:
    about = b.section(tell(language, f"hooks.{hooks.kind}", shop=hooks.shop))
    rows = [_row(event, address) for event, address in hooks.addresses]
    missing = [] if hooks.is_whole else [b.section(tell(language, "hooks.no_address"))]
    return [about, *rows, *missing]


def _row(event: str, address: str) -> Block:
    shown = f"```{escape(address)}```"
    return b.section(Mrkdwn(f"*{escape(event)}*\n{shown}" if event else shown))


def _secret(language: Language, connected: Connected) -> list[Block]:
    if not connected.secret:
        return [b.section(tell(language, "hooks.secret.typed"))]
    told = tell(language, "hooks.secret")
    return [b.section(Mrkdwn(f"{told}\n```{escape(connected.secret)}```"))]
