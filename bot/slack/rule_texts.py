"""Rules as sentences in Slack: foreign words escaped, people mentioned, none too long for a list."""

from bot.domain.rule_sentences import default_sentence, rule_sentence
from bot.domain.rulebook import Rule
from bot.domain.shops import ShopSettings
from bot.slack.mrkdwn import Mrkdwn, escape, mention, shortened
from bot.words.say import Language

#: Slack takes about 13 000 characters in all blocks of a message.
_LONGEST = 400
#: Escaped, a character can become five.
_LONGEST_ESCAPED = 80
_MOST_PEOPLE = 10
_LONGEST_USER = 30
#: Holds a person's place until the rest is escaped: a character that nobody types.
_PERSON = "\ue000"


def rule_text(language: Language, rule: Rule) -> Mrkdwn:
    """The rule as one sentence; a long one is cut visibly."""
    people = rule.outcome.approvers[:_MOST_PEOPLE]
    more = ("…",) if len(rule.outcome.approvers) > _MOST_PEOPLE else ()
    hidden = rule.outcome.model_copy(update={"approvers": (*(_PERSON for _ in people), *more)})
    name = rule.name.replace(_PERSON, "")
    told = _safe(rule_sentence(language, rule.model_copy(update={"name": name, "outcome": hidden})))
    for user in people:
        told = told.replace(_PERSON, mention(language, shortened(user, _LONGEST_USER)), 1)
    return Mrkdwn(told)


def default_text(language: Language, settings: ShopSettings) -> Mrkdwn:
    """What the settings say of orders that no rule matches."""
    return Mrkdwn(_safe(default_sentence(language, settings)))


def _safe(sentence: str) -> str:
    safe = escape(shortened(sentence, _LONGEST))
    return safe if len(safe) <= _LONGEST else escape(shortened(sentence, _LONGEST_ESCAPED))
