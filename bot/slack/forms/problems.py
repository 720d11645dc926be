"""What is wrong in a form that was checked, where a person sees it: on top, and under each field."""

from collections.abc import Mapping

from slack_sdk.models.blocks import Block

from bot.domain.remarks import Remarks
from bot.slack import blocks as b
from bot.slack.mrkdwn import Mrkdwn, tell
from bot.words.say import SENTENCES, Language, say

#: By a field's name: a slug and its facts; under `form`, what is wrong with all of it.
Errors = Mapping[str, tuple[str, dict[str, str]]]
_WHOLE = "form"


def summary(language: Language, errors: Errors, *, family: str, opening: str) -> list[Block]:
    """The first thing to read: why nothing was saved, or which fields have the reasons under them.

    `family`.{field} names a field; `opening` is the slug of the sentence that the reasons follow.
    """
    if not errors:
        return []
    fields = [say(language, f"{family}.{name}") for name in errors if name != _WHOLE]
    reasons = [_sentence(language, *errors[_WHOLE])] if _WHOLE in errors else []
    if fields:
        reasons.append(tell(language, "form.settings.fields", fields=Mrkdwn("; ".join(fields))))
    told = tell(language, opening, reasons=Mrkdwn(" ".join(reasons)))
    return [b.section(told)]


def under(language: Language, errors: Errors, name: str) -> list[Block]:
    """What is wrong with this field; nothing where it is right."""
    if name not in errors:
        return []
    sentence = _sentence(language, *errors[name])
    problem = b.context(tell(language, "form.field_problem", sentence=sentence))
    problem.block_id = problem_of(name)
    return [problem]


def remarked(language: Language, remarks: Remarks, name: str) -> list[Block]:
    """What is doubtful in this field, which is no reason to change it."""
    if name not in remarks:
        return []
    slug, facts = remarks[name]
    remark = b.context(tell(language, "form.field_problem", sentence=tell(language, slug, facts)))
    remark.block_id = f"{name}.remark"
    return [remark]


def all_remarks(language: Language, remarks: Remarks, *, family: str) -> list[Block]:
    """What is doubtful, field by field, where the fields are not shown."""
    lines = [
        tell(
            language,
            "form.remark",
            field=Mrkdwn(say(language, f"{family}.{name}")),
            sentence=tell(language, slug, facts),
        )
        for name, (slug, facts) in remarks.items()
    ]
    return b.paragraphs(lines)


def problem_of(name: str) -> str:
    """The block that says what is wrong with this field: it goes where the field goes."""
    return f"{name}.problem"


def _sentence(language: Language, slug: str, facts: Mapping[str, str]) -> Mrkdwn:
    """The error as a form puts it, where the same is put otherwise on a card."""
    put = [f"settings.error.{slug}", slug, f"error.{slug}"]
    if "until" in facts:
        put.insert(0, f"error.{slug}.until")
    return tell(language, next((one for one in put if one in SENTENCES[language]), put[-1]), facts)
