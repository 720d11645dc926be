"""Who may answer for a shop, and who may change what is set for it."""

from collections.abc import Sequence

from bot.domain.shops import Shop, ShopSettings
from bot.errors import Refusal
from bot.flows.ports import People


def must_be_allowed(people: People, shop: Shop, by: str, *, of_rule: Sequence[str] = ()) -> None:
    """The approvers whom the document's rule names; else the shop's; where none is named, any full member.

    Raises:
        Refusal: it is not this person's to answer.
    """
    if of_rule and by not in of_rule:
        raise Refusal("approval.not_the_rules_approver", approvers=", ".join(of_rule))
    approvers = of_rule or shop.settings.approvers
    if approvers and by not in approvers:
        raise Refusal("approval.not_an_approver")
    if not approvers and not people.is_full_member(by):
        raise Refusal("approval.not_a_member")


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
