"""Where a shop has to send its notices: what to paste there."""

from slack_sdk.models.blocks import Block

from bot.flows.connecting_forms import Connected, HookAddresses
from bot.flows.connections import BRING_A_KEY
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.forms.fields import modal
from bot.slack.ids import Action, Form
from bot.slack.mrkdwn import Mrkdwn, escape, tell
from bot.words.say import Language


def hooks_form(language: Language, hooks: HookAddresses) -> Json:
    """The addresses of a connected shop, and a way out where its secret was lost."""
    blocks = [*_addresses(language, hooks), *_lost(language, hooks)]
    return modal(language, "form.hooks", blocks, form=Form.SETTINGS_DONE, submit=False)


def renewed_form(language: Language, renewed: Connected) -> Json:
    """The shop's new secret, which is shown this one time only."""
    blocks: list[Block] = [
        b.section(tell(language, "form.hooks.renewed", shop=renewed.hooks.shop.name)),
        *_addresses(language, renewed.hooks),
        *_secret(language, renewed),
    ]
    return modal(language, "form.hooks", blocks, form=Form.SETTINGS_DONE, submit=False)


def connected_form(language: Language, connected: Connected) -> Json:
    """What is to do after a shop was connected; its secret is shown this one time only."""
    hooks = connected.hooks
    blocks: list[Block] = [
        b.section(tell(language, "form.connect.done", shop=hooks.shop.name)),
        *_addresses(language, hooks),
        *_secret(language, connected),
    ]
    return modal(language, "form.connect", blocks, form=Form.SETTINGS_DONE, submit=False)


def _addresses(language: Language, hooks: HookAddresses) -> list[Block]:
    about = b.section(tell(language, f"hooks.{hooks.shop.kind}", shop=hooks.shop.name))
    rows = [_row(event, address) for event, address in hooks.addresses]
    missing = [] if hooks.is_whole else [b.section(tell(language, "hooks.no_address"))]
    return [about, *rows, *missing]


def _row(event: str, address: str) -> Block:
    shown = f"```{escape(address)}```"
    return b.section(Mrkdwn(f"*{escape(event)}*\n{shown}" if event else shown))


def _lost(language: Language, hooks: HookAddresses) -> list[Block]:
    """The button that makes a new secret; a shop with a key of its own needs none."""
    if hooks.shop.kind in BRING_A_KEY:
        return []
    button = b.button(language, "button.new_secret", action=Action.RENEW, value=hooks.shop.id)
    question = tell(language, "confirm.new_secret")
    asked = b.confirmed(button, language, "confirm.new_secret", question)
    return [b.section(tell(language, "hooks.secret.hidden")), *b.actions([asked])]


def _secret(language: Language, connected: Connected) -> list[Block]:
    if not connected.secret:
        return [b.section(tell(language, "hooks.secret.typed"))]
    told = tell(language, "hooks.secret")
    return [b.section(Mrkdwn(f"{told}\n```{escape(connected.secret)}```"))]
