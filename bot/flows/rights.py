"""Who may answer for a shop."""

from bot.domain.shops import Shop
from bot.errors import Refusal
from bot.flows.ports import People


def must_be_allowed(people: People, shop: Shop, by: str) -> None:
    """Named approvers; while none is named, any full member of the workspace.

    Raises:
        Refusal: it is not this person's to answer.
    """
    approvers = shop.settings.approvers
    if approvers and by not in approvers:
        raise Refusal("approval.not_an_approver")
    if not approvers and not people.is_full_member(by):
        raise Refusal("approval.not_a_member")
