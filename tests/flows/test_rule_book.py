"""The list of a shop's rules: moved, switched and removed by who may, and never in an old list."""

from typing import Any

import pytest

from bot.domain.rulebook import Rule
from bot.domain.shops import Shop
from bot.domain.versions import Author
from bot.errors import Refusal
from bot.flows.rules import Found, RuleBook, Spot
from bot.flows.saving import Overtaken, Save
from tests.builders import a_rule
from tests.flows.desks import Desks

RULES = tuple(a_rule(id=name, name=name) for name in ("A", "B", "C"))


@pytest.fixture
def book(desks: Desks) -> RuleBook:
    desks.connect(rules=RULES)
    return desks.flows.rules.book


def names(came: Any) -> str:
    assert isinstance(came, Shop)
    return "".join(rule.name for rule in came.settings.rules)


def stored(desks: Desks) -> tuple[Rule, ...]:
    return desks.ledger.shops.get("lampi").settings.rules


@pytest.mark.parametrize(
    ("place", "to", "order"),
    [(2, 1, "BAC"), (2, 3, "ACB"), (1, 3, "BCA"), (1, 0, "ABC"), (3, 9, "ABC"), (3, 1, "CAB")],
)
def test_a_rule_goes_where_it_is_moved(desks: Desks, book: RuleBook, place: int, to: int, order: str) -> None:
    assert names(book.move(Spot("lampi", place, 1), to, by="U1")) == order
    assert "".join(rule.name for rule in stored(desks)) == order


def test_a_rule_that_is_switched_off_keeps_its_place(desks: Desks, book: RuleBook) -> None:
    assert names(book.switch_off(Spot("lampi", 2, 1), by="U1")) == "ABC"

    assert [rule.active for rule in stored(desks)] == [True, False, True]


def test_a_rule_that_is_removed_is_gone(book: RuleBook) -> None:
    assert names(book.remove(Spot("lampi", 2, 1), by="U1")) == "AC"


def test_each_change_is_a_version_with_a_name_to_it(desks: Desks, book: RuleBook) -> None:
    book.move(Spot("lampi", 2, 1), 1, by="U1")
    book.remove(Spot("lampi", 1, 2), by="U2")

    versions = desks.ledger.versions.of("lampi")
    assert [(version.number, version.by) for version in versions] == [(3, "U2"), (2, "U1"), (1, "cli")]


@pytest.mark.parametrize("press", ["move", "switch_off", "remove"])
def test_an_old_list_changes_nothing_and_tells_what_others_did(
    desks: Desks, book: RuleBook, press: str
) -> None:
    book.move(Spot("lampi", 3, 1), 1, by="U2")
    desks.change(due_days=14)

    pressed = {
        "move": lambda spot: book.move(spot, 1, by="U1"),
        "switch_off": lambda spot: book.switch_off(spot, by="U1"),
        "remove": lambda spot: book.remove(spot, by="U1"),
    }
    came = pressed[press](Spot("lampi", 2, 1))

    assert isinstance(came, Overtaken)
    assert (came.by, came.changed) == ("cli", ("due_days", "rules"))
    assert "".join(rule.name for rule in stored(desks)) == "CAB"
    assert came.shop.version == 3


def test_whoever_saves_between_the_look_and_the_save_is_not_overwritten(
    desks: Desks, book: RuleBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = desks.flows.saving.save

    def overtaken_at_the_last_moment(shop_id: str, what: Save, author: Author) -> Any:
        now = desks.ledger.shops.get("lampi").settings
        save("lampi", Save(now.model_copy(update={"unit": "set"})), Author("U2"))
        return save(shop_id, what, author)

    monkeypatch.setattr(desks.flows.saving, "save", overtaken_at_the_last_moment)
    came = book.remove(Spot("lampi", 1, 1), by="U1")

    assert isinstance(came, Overtaken)
    assert (came.by, came.changed, len(stored(desks))) == ("U2", ("unit",), 3)


@pytest.mark.parametrize("place", [-1, 0, 4])
def test_there_is_nothing_at_a_place_beyond_the_list(book: RuleBook, place: int) -> None:
    with pytest.raises(Refusal, match=r"rule\.no_place"):
        book.at(Spot("lampi", place, 1), by="U1")


def test_what_stands_at_a_place_is_found(book: RuleBook) -> None:
    found = book.at(Spot("lampi", 3, 1), by="U1")

    assert isinstance(found, Found)
    assert (found.rule.name, found.place) == ("C", 3)


@pytest.mark.parametrize("press", ["of", "at", "move", "switch_off", "remove"])
def test_only_who_may_change_settings_sees_and_changes_rules(desks: Desks, press: str) -> None:
    desks.connect(rules=RULES, admins=("U2",))
    book, spot = desks.flows.rules.book, Spot("lampi", 1, 1)
    pressed: dict[str, Any] = {
        "of": lambda: book.of("lampi", by="U1"),
        "at": lambda: book.at(spot, by="U1"),
        "move": lambda: book.move(spot, 2, by="U1"),
        "switch_off": lambda: book.switch_off(spot, by="U1"),
        "remove": lambda: book.remove(spot, by="U1"),
    }

    with pytest.raises(Refusal, match=r"settings\.not_an_admin"):
        pressed[press]()

    assert stored(desks) == RULES
