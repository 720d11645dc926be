"""The form that shows what an older version of the settings would change, and asks."""

from slack_sdk.models.blocks import Block

from bot.domain.shops import Shop
from bot.flows.settings_history import Restoring
from bot.slack import blocks as b
from bot.slack.blocks import Json
from bot.slack.forms.fields import modal
from bot.slack.ids import Form
from bot.slack.mrkdwn import tell
from bot.slack.setting_changes import change_lines
from bot.words.say import Language

_BETWEEN = ":"


def restore_form(asked: Restoring) -> Json:
    """Each setting that would be another, as it is now and as it was then; no button where none would."""
    language: Language = asked.shop.settings.bot_language
    lines = [line for change in asked.changes for line in change_lines(language, change)]
    slug = "form.restore.about" if lines else "form.restore.same"
    blocks: list[Block] = [b.section(tell(language, slug, number=asked.number)), *b.paragraphs(lines)]
    if lines:
        blocks.append(b.context(tell(language, "form.restore.then")))
    return modal(
        language,
        "form.restore",
        blocks,
        form=Form.RESTORE,
        metadata=restore_value(asked.shop, asked.number),
        submit=bool(lines),
    )


def restore_value(shop: Shop, number: int) -> str:
    """The shop, the version to bring back, and the one that stands."""
    return _BETWEEN.join((shop.id, str(number), str(shop.version)))


def read_restore(value: str) -> tuple[str, int, int]:
    """The shop's id, the version to bring back, and the one that stood when this was shown."""
    shop_id, number, seen = value.rsplit(_BETWEEN, 2)
    return shop_id, int(number), int(seen)
