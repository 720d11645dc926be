"""A trial of settings as people read it: what they would do with the latest orders, before anybody saves."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block

from bot.domain.rulebook import Action
from bot.domain.rules import DEFAULT
from bot.domain.trials import Example, Fate, Stopped, Trial
from bot.slack import blocks as b
from bot.slack.mrkdwn import Mrkdwn, shortened, tell
from bot.words.say import Language, count, say

#: A shop that sends a whole text for an order's number has it cut.
_NUMBER = 40


def trial_blocks(language: Language, trial: Trial) -> list[Block]:
    """What the settings would do: the counts, a few orders, and in small print how far to believe it."""
    small = " ".join(small_print(language, trial))
    return [
        *b.paragraphs(tuple(trial_lines(language, trial))),
        *([b.context(Mrkdwn(small))] if small else []),
    ]


def trial_lines(language: Language, trial: Trial) -> Iterator[Mrkdwn]:
    """The counts, and each order that is shown, a line each."""
    if not trial.orders:
        yield tell(language, "trial.nothing")
        return
    yield _counts(language, trial)
    if trial.stopped is not None:
        yield _stopped(language, trial.stopped)
    different = trial.decided_otherwise + trial.done_otherwise
    if not different:
        yield tell(language, "trial.same")
    if trial.done_otherwise:
        yield Mrkdwn(count(language, "trial.redone", trial.done_otherwise))
    for example in trial.examples:
        yield _example(language, example)
    if different > len(trial.examples):
        yield Mrkdwn(count(language, "trial.more", different - len(trial.examples)))


def small_print(language: Language, trial: Trial) -> Iterator[Mrkdwn]:
    """How the orders were judged, which of them could not be, and which not for sure."""
    if trial.orders:
        yield tell(language, "trial.as_new")
    if trial.unsure:
        yield Mrkdwn(count(language, "trial.unsure", trial.unsure))
    if trial.forgotten:
        yield Mrkdwn(count(language, "trial.forgotten", trial.forgotten))


def _counts(language: Language, trial: Trial) -> Mrkdwn:
    issued, proposed, left = (
        tell(language, "trial.count", now=trial.now[action], then=trial.then[action])
        for action in (Action.ISSUE, Action.PROPOSE, Action.LEAVE)
    )
    orders = count(language, "trial.of", trial.orders)
    return tell(language, "trial.counts", orders=orders, issued=issued, proposed=proposed, left=left)


def _stopped(language: Language, stopped: Stopped) -> Mrkdwn:
    number, about = shortened(stopped.number, _NUMBER), say(language, f"trial.about.{stopped.about}")
    return tell(language, "trial.stopped", now=stopped.now, then=stopped.then, number=number, about=about)


def _example(language: Language, example: Example) -> Mrkdwn:
    number, then = shortened(example.number, _NUMBER), _fate(language, example.then)
    if example.parts:
        parts = ", ".join(say(language, f"trial.part.{part}") for part in example.parts)
        return tell(language, "trial.example.parts", number=number, then=then, parts=parts)
    return tell(language, "trial.example", number=number, now=_fate(language, example.now), then=then)


def _fate(language: Language, fate: Fate) -> Mrkdwn:
    """What becomes of the order, with its rule and whatever weighs more than that."""
    action = say(language, f"trial.action.{fate.action}")
    return tell(language, "trial.fate", action=action, why=_why(language, fate))


def _why(language: Language, fate: Fate) -> Mrkdwn:
    why = Mrkdwn(say(language, f"trial.why.{fate.why}") if fate.why else "")
    if not fate.rule:
        return why
    is_default = fate.rule == DEFAULT and not fate.rule_id
    rule = (
        tell(language, "trial.rule.default") if is_default else tell(language, "trial.rule", rule=fate.rule)
    )
    return tell(language, "trial.fate.rule_and", rule=rule, why=why) if why else rule
