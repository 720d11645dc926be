"""Who may see orders, who may answer for a shop, and who may change what is set for it."""

from collections.abc import Sequence

from bot.domain.approvals import Proposal
from bot.domain.approvers import groups_in
from bot.domain.shops import Shop, ShopSettings
from bot.domain.versions import differing
from bot.domain.yeses import lists_of_approvers, may_not_approve, people_needed
from bot.errors import Refusal, RemoteError
from bot.flows.ports import People

_SO_FEW = {0: ".nobody", 1: ".only_one"}
_OF_APPROVING = frozenset({"approvers", "approver_groups", "second_above", "four_eyes", "rules"})


def must_be_allowed(people: People, shop: Shop, by: str, *, of_rule: Sequence[str] = ()) -> None:
    """The approvers whom the document's rule names; else the shop's; where none is named, anybody.

    Always a full member of the workspace: guests never, not even where they are named.

    Raises:
        Refusal: it is not this person's to answer, or nobody knows because Slack does not say.
    """
    approvers = of_rule or shop.settings.named_approvers
    if approvers and not _is_among(people, approvers, by):
        if of_rule:
            raise Refusal("approval.not_the_rules_approver", approvers=", ".join(of_rule))
        raise Refusal("approval.not_an_approver")
    must_be_member(people, by)


def must_be_member(people: People, by: str) -> None:
    """Who may see what the bot knows of orders: full members of the workspace, and nobody else.

    Raises:
        Refusal: a guest, a bot, or somebody of another company.
    """
    if not people.is_full_member(by):
        raise Refusal("approval.not_a_member")


def is_allowed(people: People, shop: Shop, who: str, *, of_rule: Sequence[str] = ()) -> bool:
    """Whether this person would be let through by `must_be_allowed` now.

    Raises:
        Refusal: nobody knows because Slack does not say.
    """
    approvers = of_rule or shop.settings.named_approvers
    return (not approvers or _is_among(people, approvers, who)) and people.is_full_member(who)


def must_be_anothers(shop: Shop, proposal: Proposal, by: str) -> None:
    """Where four eyes are asked for, nobody says yes to what they themselves asked for or put right.

    Raises:
        Refusal: this person did.
    """
    if by in may_not_approve(proposal, shop.settings):
        raise Refusal("approval.own")


def _is_among(people: People, approvers: Sequence[str], by: str) -> bool:
    """Whether this person is named, or in a group that is."""
    return by in approvers or any(by in _members(people, group) for group in groups_in(approvers))


def _members(people: People, group: str) -> frozenset[str]:
    """Those in the group.

    Raises:
        Refusal: Slack does not say, so nobody is let through.
    """
    try:
        return people.members(group)
    except RemoteError as error:
        raise Refusal("approval.group_unknown", approvers=group) from error


def may_set(people: People, shop: Shop, by: str) -> bool:
    """Whether this person may change the shop's settings, and see how they were changed.

    Always a full member of the workspace, and one of the admins where any are named.
    """
    admins = shop.settings.admins
    return (not admins or by in admins) and people.is_full_member(by)


def must_be_admin(people: People, shop: Shop, by: str) -> None:
    """As `may_set`.

    Raises:
        Refusal: it is not this person's to change; it names who may.
    """
    if may_set(people, shop, by):
        return
    if not people.is_full_member(by):
        raise Refusal("settings.not_a_member")
    raise Refusal("settings.not_an_admin", people=", ".join(shop.settings.admins))


def must_keep_a_way_in(settings: ShopSettings, by: str) -> None:
    """Nobody names admins without being one: the last who could change them would lock everybody out.

    Raises:
        Refusal: this person is not among the admins that they name.
    """
    if settings.admins and by not in settings.admins:
        raise Refusal("settings.not_without_you", field="admins")


def must_be_enough(people: People, before: ShopSettings | None, after: ShopSettings) -> None:
    """Whoever is named for approving is enough people for every document that they will be asked about.

    Asked only where something changes that matters to it. Where nobody is named, there are others.

    Raises:
        Refusal: some document could never be approved; or nobody knows, because Slack does not say who is in
            a group.
    """
    if before is not None and not _OF_APPROVING.intersection(differing(before, after)):
        return
    needed = people_needed(after)
    for rule, names in lists_of_approvers(after) if needed > 1 else ():
        there = _count(people, names, needed)
        if there < needed:
            whom = ("of_rule" if rule else "approvers") + _SO_FEW.get(there, "")
            raise Refusal(
                f"settings.too_few_{whom}", field="approvers", rule=rule, needed=needed, there=there
            )


def _count(people: People, names: Sequence[str], needed: int) -> int:
    """How many people these are; groups are looked into only where those named alone are too few."""
    groups = groups_in(names)
    alone = {name for name in names if name not in groups}
    if len(alone) >= needed:
        return len(alone)
    return len(alone.union(*(_members(people, group) for group in groups)))
