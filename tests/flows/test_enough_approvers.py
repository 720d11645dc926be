"""Nobody saves settings under which some document could never be approved."""

from typing import Any

import pytest

from bot.domain.versions import Author
from bot.errors import Refusal, RemoteUnavailable
from bot.flows.saving import Save
from tests.builders import a_rule, some_settings
from tests.flows.desks import Desks

GROUP = "S0CONTABIL"


def submit(desks: Desks, **settings: Any) -> None:
    typed = some_settings(**settings)
    desks.settings.submit("V1", "lampi", typed, author=Author("U1", seen=1))


@pytest.fixture
def desks(desks: Desks) -> Desks:
    desks.connect()
    desks.people.groups[GROUP] = {"U1", "U2"}
    return desks


@pytest.mark.parametrize(
    ("settings", "needed", "there"),
    [
        ({"four_eyes": True, "approvers": ("U1",)}, 2, 1),
        ({"second_above": 100, "approvers": ("U1",)}, 2, 1),
        ({"second_above": 100, "four_eyes": True, "approvers": ("U1", "U2")}, 3, 2),
        ({"second_above": 100, "four_eyes": True, "approver_groups": (GROUP,)}, 3, 2),
        ({"second_above": 100, "four_eyes": True, "approvers": ("U1",), "approver_groups": (GROUP,)}, 3, 2),
        ({"four_eyes": True, "approver_groups": ("S0PLECATI",)}, 2, 0),
    ],
)
def test_too_few_are_refused_and_counted(
    desks: Desks, settings: dict[str, Any], needed: int, there: int
) -> None:
    with pytest.raises(Refusal) as refused:
        submit(desks, **settings)

    few = {0: ".nobody", 1: ".only_one", 2: ""}[there]
    assert (refused.value.slug, refused.value.field) == (f"settings.too_few_approvers{few}", "approvers")
    assert refused.value.facts == {"rule": "", "needed": needed, "there": there}


@pytest.mark.parametrize(
    "settings",
    [
        {"four_eyes": True},
        {"approvers": ("U1",)},
        {"four_eyes": True, "approvers": ("U1", "U2")},
        {"second_above": 100, "four_eyes": True, "approvers": ("U9",), "approver_groups": (GROUP,)},
    ],
)
def test_enough_are_saved(desks: Desks, settings: dict[str, Any]) -> None:
    submit(desks, **settings)
    desks.run_all()

    assert desks.ledger.shops.get("lampi").settings == some_settings(**settings)


def test_a_rule_that_names_too_few_is_named(desks: Desks) -> None:
    rules = (a_rule(name="Mari", approvers=("U1",)),)

    with pytest.raises(Refusal) as refused:
        submit(desks, four_eyes=True, rules=rules)

    assert refused.value.slug == "settings.too_few_of_rule.only_one"
    assert refused.value.facts == {"rule": "Mari", "needed": 2, "there": 1}


def test_while_slack_does_not_say_who_is_in_the_group_nothing_is_saved(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_group: str) -> frozenset[str]:
        raise RemoteUnavailable("slack.unreachable")

    monkeypatch.setattr(desks.people, "members", silent)

    with pytest.raises(Refusal, match=r"approval\.group_unknown"):
        submit(desks, four_eyes=True, approver_groups=(GROUP,))


def test_what_has_nothing_to_do_with_it_is_saved_also_where_a_group_became_too_small(desks: Desks) -> None:
    few: dict[str, Any] = {"four_eyes": True, "approvers": ("U1",)}
    desks.flows.saving.save("lampi", Save(some_settings(**few)), Author(seen=1))

    desks.settings.submit(
        "V1",
        "lampi",
        some_settings(due_days=14, **few),
        author=Author("U1", seen=2),
    )


def test_an_older_version_with_too_few_does_not_come_back(desks: Desks) -> None:
    few: dict[str, Any] = {"four_eyes": True, "approvers": ("U1",)}
    desks.flows.saving.save("lampi", Save(some_settings(**few)), Author(seen=1))
    desks.flows.saving.save("lampi", Save(some_settings()), Author(seen=2))

    with pytest.raises(Refusal, match=r"settings\.too_few_approvers"):
        desks.flows.settings_history.restoring("lampi", 2, by="U1")
