"""What `doctor` says of those who are named for a shop: who may approve, and who of them cannot."""

import time
from collections.abc import Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.cli.endings import sentence
from bot.cli.findings import Finding
from bot.domain.approvers import groups_in, is_group
from bot.domain.shops import Shop
from bot.errors import BotError
from bot.slack.courier import translated
from bot.slack.people import NO_GROUP, NOBODY, SlackPeople


def named(client: WebClient, shop: Shop) -> Iterator[Finding]:
    """Who may say yes; then everybody named for approving or for settings who can do neither."""
    yield Finding(f"approvers:{shop.id}", "fine", told_rights(shop))
    if not client.token:
        # Whoever looked at the settings has said so.
        return
    what = f"people:{shop.id}"
    try:
        with translated():
            yield from (Finding(what, "problem", told) for told in _unable(client, shop))
    except BotError as error:
        yield Finding(what, "problem", f"{shop.name}: who is named could not be looked up. {sentence(error)}")


def told_rights(shop: Shop) -> str:
    """Who may approve the shop's documents, and how many have to."""
    settings = shop.settings
    parts = [f"{shop.name}: {who_approves(shop)} may approve."]
    if settings.second_above is not None:
        parts.append(f"Above {settings.second_above:f} lei, two different people have to.")
    if settings.four_eyes:
        parts.append("Nobody approves what they asked for or corrected.")
    return " ".join(parts)


def who_approves(shop: Shop) -> str:
    """The named people and groups; who may where nobody is named."""
    people = ", ".join(name for name in shop.settings.named_approvers if not is_group(name))
    groups = ", ".join(groups_in(shop.settings.named_approvers))
    told = " and ".join(filter(None, (people, f"the members of {groups}" if groups else "")))
    return told or "any full member of the workspace"


def _unable(client: WebClient, shop: Shop) -> Iterator[str]:
    settings, people = shop.settings, SlackPeople(client, now=time.monotonic)
    of_rules = [name for rule in settings.rules if rule.active for name in rule.outcome.approvers]
    for name in dict.fromkeys([*settings.named_approvers, *of_rules]):
        if is_group(name):
            if not _has_members(client, name):
                yield (
                    f"{shop.name}: nobody is in the user group {name}, which is named for approving: name "
                    "another with `smartbill-bot shop set --approver-group`, or in its rule."
                )
        elif not people.is_full_member(name):
            yield (
                f"{shop.name}: {name} is named for approving and {_why_not(client, name)}: name somebody "
                "else with `smartbill-bot shop set --approver`, or in their rule."
            )
    for name in settings.admins:
        if not people.is_full_member(name):
            yield (
                f"{shop.name}: {name} is named for settings and {_why_not(client, name)}: name somebody "
                "else with `smartbill-bot shop set --admin`."
            )


def _why_not(client: WebClient, user: str) -> str:
    """Why somebody who is no full member is none."""
    try:
        found = client.users_info(user=user).get("user") or {}
    except SlackApiError as error:
        if error.response["error"] not in NOBODY:
            raise
        found = {"deleted": True}
    if found.get("deleted"):
        return "has left the workspace"
    return "is a guest, a bot or of another company"


def _has_members(client: WebClient, group: str) -> bool:
    try:
        return bool(client.usergroups_users_list(usergroup=group).get("users"))
    except SlackApiError as error:
        if error.response["error"] in NO_GROUP:
            return False
        raise
