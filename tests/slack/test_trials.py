"""A trial of settings as people read it, in both languages, and as Slack takes it."""

from typing import Any

import pytest

from bot.domain.findings import Severity
from bot.domain.rulebook import Action
from bot.domain.rules import DEFAULT
from bot.domain.trials import ABOUTS, MOST_EXAMPLES, PARTS, WHYS, Example, Fate, Stopped, Trial
from bot.sandbox.slack.blocks import problems
from bot.slack import blocks as b
from bot.slack.trials import trial_blocks
from bot.words.say import Language
from tests.domain.every_finding import EVERY
from tests.slack.lives import HOSTILE
from tests.slack.reading import foreign_markup, read

LANGUAGES: tuple[Language, Language] = ("ro", "en")
ISSUE, PROPOSE, LEAVE = Action.ISSUE, Action.PROPOSE, Action.LEAVE
PROPOSED = Fate(PROPOSE, DEFAULT, why="automatic_off")
ISSUED = Fate(ISSUE, "Firme", "r-1")

each_language = pytest.mark.parametrize("language", LANGUAGES)


def a_trial(**changes: Any) -> Trial:
    """Of two hundred orders, twenty are issued instead of proposed or left."""
    facts: dict[str, Any] = {
        "orders": 200,
        "now": {ISSUE: 120, PROPOSE: 60, LEAVE: 20},
        "then": {ISSUE: 140, PROPOSE: 45, LEAVE: 15},
        "decided_otherwise": 20,
        "examples": (Example("1043", PROPOSED, ISSUED),),
    }
    return Trial(**facts | changes)


def shown(language: Language, trial: Trial) -> str:
    return read(b.rendered(trial_blocks(language, trial)))


def test_a_trial_in_romanian() -> None:
    assert shown("ro", a_trial(unsure=1, forgotten=21)).splitlines() == [
        "*Din ultimele 200 de comenzi:* emise automat 120 → 140, propuse 60 → 45, lăsate fără document 20 → 15.",
        "• #1043: propusă (regula implicită; emiterea automată este oprită) → emisă automat (regula „Firme”)",
        "… și încă 19 comenzi.",
        (
            "Fiecare comandă este judecată ca și cum ar veni acum, în starea ei de azi, chiar dacă are deja un"
            " document. La 1 comandă nu se știe încă tot ce se caută înainte de decizie (cotele de TVA ale"
            " contului, firma la ANAF sau cursul BNR), deci decizia poate fi alta. 21 de comenzi nu au fost"
            " încercate, deoarece datele cumpărătorilor lor au fost șterse."
        ),
    ]


def test_a_trial_in_english() -> None:
    assert shown("en", a_trial(orders=1, decided_otherwise=1)).splitlines() == [
        "*Of 1 order:* issued at once 120 → 140, proposed 60 → 45, left without a document 20 → 15.",
        "• #1043: proposed (default rule; automatic issuing is off) → issued at once (rule “Firme”)",
        (
            "Each order is judged as if it came now, in the state that it has today, even if it has a document"
            " already."
        ),
    ]


def test_orders_that_something_stops_are_counted_with_one_of_them() -> None:
    stopped = Stopped(2, 12, "1043", "vat")

    assert shown("ro", a_trial(stopped=stopped)).splitlines()[1] == (
        "Din cele propuse, ar fi emise automat dacă nu le-ar opri ceva din document: 2 → 12."
        " De exemplu #1043 (TVA-ul)."
    )
    assert shown("en", a_trial(stopped=stopped)).splitlines()[1] == (
        "Of those proposed, 2 → 12 would be issued at once if nothing in the document stopped them."
        " For example #1043 (VAT)."
    )


def test_whatever_stops_a_document_has_its_word() -> None:
    stops = {code.partition(".")[0] for code, case in EVERY.items() if case.severity is Severity.STOP}

    assert stops == set(ABOUTS)


def test_an_order_that_is_decided_the_same_says_what_else_differs() -> None:
    example = Example("1043", ISSUED, ISSUED, ("series", "due_days"))

    told = shown("ro", a_trial(decided_otherwise=0, done_otherwise=2, examples=(example,)))

    assert "La 2 comenzi decizia ar fi aceeași, dar altceva s-ar schimba." in told
    assert "• #1043: emisă automat (regula „Firme”), dar s-ar schimba: seria, scadența" in told
    assert "… și încă 1 comandă." in told


def test_an_order_that_no_rule_wants_says_why() -> None:
    left = Fate(LEAVE, "", why="status_not_in_rule")

    told = shown("ro", a_trial(examples=(Example("7", ISSUED, left),)))

    assert "→ lăsată fără document (starea ei nu este printre cele alese)" in told


def test_a_rule_that_is_called_like_the_default_one_is_a_rule_of_the_shop() -> None:
    own = Fate(ISSUE, DEFAULT, "r-1")

    assert "→ emisă automat (regula „default”)" in shown(
        "ro", a_trial(examples=(Example("7", PROPOSED, own),))
    )


def test_where_nothing_differs_or_nothing_is_known_people_are_told() -> None:
    none = dict.fromkeys(Action, 0)

    same = shown("ro", a_trial(decided_otherwise=0, examples=()))
    empty = shown("ro", Trial(orders=0, now=none, then=none))

    assert "Cu aceste setări nu s-ar schimba nimic la comenzile de până acum." in same
    assert empty == "Nu există încă nicio comandă pe care să se încerce aceste setări."


@each_language
@pytest.mark.parametrize("why", ["", *WHYS])
@pytest.mark.parametrize("action", Action)
def test_everything_that_can_become_of_an_order_is_told(language: Language, action: Action, why: str) -> None:
    fate = Fate(action, "Firme", "r-1", why)

    told = shown(language, a_trial(examples=(Example("7", fate, fate, PARTS),)))

    assert "Firme" in told
    assert foreign_markup(told) == ""


@each_language
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_names_stay_within_what_slack_takes(language: Language, kind: str) -> None:
    # A rule's name is cut where it is set.
    number, name = HOSTILE[kind], HOSTILE[kind][:60]
    asked, issued = Fate(PROPOSE, name, "r-1", "needs_a_look"), Fate(ISSUE, name, "r-2")
    kinds = [Example(number, issued, issued, PARTS), Example(number, asked, issued)]
    trial = a_trial(unsure=9, forgotten=9, examples=(kinds * MOST_EXAMPLES)[:MOST_EXAMPLES])

    blocks = b.rendered(trial_blocks(language, trial))

    assert problems(blocks, "message") == []
    assert problems(blocks, "modal") == []
    assert foreign_markup(blocks) == ""
