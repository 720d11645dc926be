"""Two people change rules at once: the second is shown what the first did, together with their own."""

from bot.domain.rule_lists import both, place_of
from bot.domain.rulebook import Rule
from bot.domain.shops import Shop
from bot.domain.versions import Author, brought_back
from bot.errors import Refusal
from bot.flows.ledger import Ledger
from bot.flows.rule_forms import RuleForm
from bot.flows.rule_statuses import known_statuses, status_names
from bot.flows.rules import Found
from bot.flows.saving import Overtaken
from bot.flows.settings_checks import facts_of


def overtaken_form(ledger: Ledger, came: Overtaken, typed: Found, author: Author) -> RuleForm:
    """The form with the rule as others left it, and what its writer changed in it. Nothing is saved.

    It begins from the version that stands, so that sending it again means both.
    """
    rule, place = typed.rule, typed.place
    before, now = _seen(ledger, came.shop, author), came.shop.settings.rules
    place_before, place_now = place_of(before, rule.id), place_of(now, rule.id)
    told = Refusal("rule.overtaken", **who_was_first(came))
    if place_before is not None and place_now is not None:
        rule = both(before[place_before - 1], rule, now[place_now - 1])
        place = place_now if place == place_before else place
    elif place_before is not None:
        told = Refusal("rule.removed_meanwhile", **who_was_first(came))
    last = len(now) + (place_now is None)
    return RuleForm(
        shop=came.shop,
        rule_id=rule.id,
        rule=rule,
        place=min(place, last),
        stage="open",
        statuses=known_statuses(ledger, came.shop),
        status_names=status_names(ledger, came.shop.id),
        version=came.shop.version,
        errors={"form": (told.slug, facts_of(told))},
    )


def who_was_first(came: Overtaken) -> dict[str, str]:
    """Who was first, with what; rules that were changed there and back are still told."""
    changed = ", ".join(came.changed) or "rules"
    return {"by": came.by, "saved_at": came.at.isoformat(), "settings": changed}


def _seen(ledger: Ledger, shop: Shop, author: Author) -> tuple[Rule, ...]:
    """The rules as the author saw them; none where nobody knows any more."""
    version = ledger.versions.get(shop.id, author.seen or 0)
    settings = brought_back(version, shop.settings) if version is not None else None
    return settings.rules if settings is not None else ()
