"""Versions of settings: what changed, what comes back, and what two people who began alike end up with."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.shops import ShopSettings
from bot.domain.versions import Change, Version, between, brought_back, changes, differing, merged
from tests.builders import some_settings

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

#: A few settings of different shapes, changed in any way.
changed = st.fixed_dictionaries(
    {},
    optional={
        "due_days": st.integers(0, 3),
        "unit": st.sampled_from(["buc", "set"]),
        "automatic": st.booleans(),
        "statuses": st.sampled_from([("paid",), ("paid", "fulfilled")]),
        "vat_names": st.sampled_from([{}, {"0": "SDD"}]),
    },
).map(lambda facts: some_settings(**facts))


def a_version(settings: ShopSettings | None = None, number: int = 1, **facts: Any) -> Version:
    held = (settings or some_settings()).model_dump(mode="json")
    known: dict[str, Any] = {"number": number, "at": AT, "by": "U1", "settings": held}
    return Version(**known | facts)


def test_changes_are_told_by_name_with_both_values() -> None:
    before = a_version(some_settings(due_days=5, approvers=("U1",)))
    after = a_version(some_settings(due_days=14, approvers=("U1", "U2")), 2)

    assert changes(before, after) == (
        Change("approvers", ["U1"], ["U1", "U2"]),
        Change("due_days", 5, 14),
    )


def test_of_a_token_only_its_ends_are_told_and_of_a_key_nothing() -> None:
    before = a_version(token_hint="••••1f3a")
    after = a_version(number=2, token_hint="••••77e1", secrets=("token", "key"))

    assert changes(before, after) == (
        Change("token", "••••1f3a", "••••77e1"),
        Change("key", "••••", "••••"),
    )


def test_a_setting_that_came_later_counts_as_having_had_its_default() -> None:
    held = some_settings(due_days=5).model_dump(mode="json")
    del held["verify_buyers"]

    assert changes(_of(held), a_version(some_settings(due_days=5))) == ()
    assert changes(_of(held), a_version(some_settings(due_days=5, verify_buyers=True))) == (
        Change("verify_buyers", old=False, new=True),
    )


def test_a_setting_that_no_longer_exists_is_passed_over() -> None:
    held = some_settings().model_dump(mode="json") | {"colour": "green"}

    assert changes(_of(held), a_version()) == ()
    assert brought_back(_of(held), some_settings(due_days=3)) == some_settings()


def test_what_a_version_did_not_know_stays_as_it_is_when_it_comes_back() -> None:
    held = some_settings(due_days=5).model_dump(mode="json")
    del held["verify_buyers"]

    assert brought_back(_of(held), some_settings(verify_buyers=True)) == some_settings(
        due_days=5, verify_buyers=True
    )


def test_what_can_no_longer_be_set_does_not_come_back() -> None:
    held = some_settings().model_dump(mode="json") | {"document_language": "ES"}

    assert brought_back(_of(held), some_settings()) is None


@given(base=changed, mine=changed, theirs=changed)
def test_of_two_changes_mine_stand_and_all_others_are_theirs(
    base: ShopSettings, mine: ShopSettings, theirs: ShopSettings
) -> None:
    both = merged(base, mine, theirs)

    touched = set(differing(base, mine))
    for name in ShopSettings.model_fields:
        assert getattr(both, name) == getattr(mine if name in touched else theirs, name)


@given(before=changed, after=changed)
def test_a_version_that_comes_back_undoes_every_change(before: ShopSettings, after: ShopSettings) -> None:
    assert brought_back(a_version(before), after) == before


@given(before=changed, after=changed)
def test_changes_name_exactly_what_differs(before: ShopSettings, after: ShopSettings) -> None:
    told = changes(a_version(before), a_version(after, 2))

    assert tuple(change.name for change in told) == differing(before, after)


def _of(held: dict[str, Any]) -> Version:
    return Version(number=1, at=AT, by="U1", settings=held)


@given(changed, changed)
def test_what_stands_between_two_settings_is_told_as_between_two_versions(
    one: ShopSettings, other: ShopSettings
) -> None:
    assert between(one, other) == changes(a_version(one), a_version(other))


def test_the_value_that_stands_comes_first() -> None:
    assert between(some_settings(due_days=5), some_settings()) == (Change("due_days", 5, 0),)
