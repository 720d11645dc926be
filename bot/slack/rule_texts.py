"""Rules as sentences in Slack: foreign words escaped, people mentioned, none too long for a list."""

from bot.domain.rule_sentences import default_sentence, rule_sentence
from bot.domain.rulebook import Rule
from bot.domain.shops import ShopSettings
from bot.slack.mrkdwn import Mrkdwn, escape, mention, shortened
from bot.words.say import Language

#: Slack takes about 13 000 characters in all blocks of a message.
_LONGEST = 400
#: Room for the conditions, more of it first: escaped, a character can become five.
_ROOMS = (300, 200, 100, 0)
_SHORT_NAME = 20
_MOST_PEOPLE = 10
_LONGEST_USER = 30
#: Holds a person's place until the rest is escaped: a character that nobody types.
_PERSON = "\ue000"


def rule_text(language: Language, rule: Rule, *, longest: int = _LONGEST) -> Mrkdwn:
    """The rule as one sentence; of a long one the conditions are cut visibly, and never what happens then."""
    people = rule.outcome.approvers[:_MOST_PEOPLE]
    more = ("…",) if len(rule.outcome.approvers) > _MOST_PEOPLE else ()
    hidden = rule.outcome.model_copy(update={"approvers": (*(_PERSON for _ in people), *more)})
    name = rule.name.replace(_PERSON, "")
    shown = rule.model_copy(update={"name": name, "outcome": hidden})
    brief = shown.model_copy(update={"name": shortened(name, _SHORT_NAME)})
    told = _fitting(
        [
            *(rule_sentence(language, shown, room=room) for room in _ROOMS),
            rule_sentence(language, brief, room=0),
        ],
        longest,
    )
    for user in people:
        told = Mrkdwn(told.replace(_PERSON, mention(language, shortened(user, _LONGEST_USER)), 1))
    return told


def default_text(language: Language, settings: ShopSettings) -> Mrkdwn:
    """What the settings say of orders that no rule matches."""
    return _fitting([default_sentence(language, settings, room=room) for room in _ROOMS])


def _fitting(sentences: list[str], longest: int = _LONGEST) -> Mrkdwn:
    """The first that is short enough once it is escaped; else the last, which is the shortest."""
    safe = [escape(sentence) for sentence in sentences]
    return next((one for one in safe if len(one) <= longest), safe[-1])
