"""People and groups of people, told apart by their ids."""

import pytest
from pydantic import ValidationError

from bot.domain.approvers import groups_in, is_group
from tests.builders import some_settings


@pytest.mark.parametrize("name", ["S0CONTABIL", "S0123456789"])
def test_a_user_group_is_known_by_its_id(name: str) -> None:
    assert is_group(name)


@pytest.mark.parametrize("name", ["U0ANA", "W0ANA", "", "S", "s0contabil", "S0 ANA", "S0ANA\n", "@contabili"])
def test_everything_else_is_no_group(name: str) -> None:
    assert not is_group(name)


def test_groups_keep_their_order_among_people() -> None:
    assert groups_in(("S0B", "U0ANA", "S0A")) == ("S0B", "S0A")


def test_people_and_groups_are_named_together() -> None:
    assert some_settings().named_approvers == ()
    named = some_settings(approvers=("U0ANA",), approver_groups=("S0CONTABIL",)).named_approvers
    assert named == ("U0ANA", "S0CONTABIL")


def test_a_person_is_no_group_of_approvers() -> None:
    with pytest.raises(ValidationError):
        some_settings(approver_groups=("U0ANA",))
