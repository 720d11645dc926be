"""What people ask after `/smartbill`: one order, lists of them, and how the bot is doing."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack

from bot.flows.missing import Missing
from bot.flows.overview import Listing, Overview
from bot.flows.ports import People
from bot.flows.rights import must_be_member
from bot.flows.standing import Standing
from bot.slack import blocks as b
from bot.slack.answers import privately, said
from bot.slack.cards import Message
from bot.slack.commands import order_named
from bot.slack.lives import life_message, line_of
from bot.slack.missing_orders import also_missing
from bot.slack.mrkdwn import Mrkdwn, tell
from bot.slack.standing import standing_message
from bot.words.say import Language, count

Body = Mapping[str, Any]
_MOST_ROWS = 20


class Questions:
    """The listeners of commands that only read; answers go to the person alone.

    Only full members are answered: a channel may be shared with guests and other companies.
    """

    def __init__(
        self,
        overview: Overview,
        standing: Standing,
        missing: Missing,
        people: People,
        *,
        language: Callable[[], Language],
        now: Callable[[], datetime],
    ) -> None:
        self._overview = overview
        self._standing = standing
        self._missing = missing
        self._people = people
        self._language = language
        self._now = now

    def order(self, ack: Ack, body: Body) -> None:
        """Everything about an order, with the reasons."""
        life = order_named(self._overview, self._people, body)
        history = self._overview.history(life.record.id)
        privately(ack, life_message(life, history))

    def pending(self, ack: Ack, body: Body) -> None:
        """What waits for a person, oldest first; and how many orders lack a document though none waits."""
        must_be_member(self._people, body["user_id"])
        message = self._list("pending", self._overview.pending(_MOST_ROWS))
        orders = sum(len(found) for _, found in self._missing.all())
        privately(ack, also_missing(self._language(), message, orders) if orders else message)

    def unpaid(self, ack: Ack, body: Body) -> None:
        """What is issued and not collected, oldest first."""
        must_be_member(self._people, body["user_id"])
        privately(ack, self._list("unpaid", self._overview.unpaid(_MOST_ROWS)))

    def status(self, ack: Ack, body: Body) -> None:
        """How the bot is doing."""
        must_be_member(self._people, body["user_id"])
        privately(ack, standing_message(self._language(), self._standing.report()))

    def _list(self, slug: str, listing: Listing) -> Message:
        language = self._language()
        if not listing.lives:
            return said(tell(language, f"{slug}.none"))
        now = self._now()
        lines = [line_of(language, life, now) for life in listing.lives]
        if listing.total > len(lines):
            lines.append(Mrkdwn(count(language, "list.more", listing.total - len(lines))))
        title = count(language, f"{slug}.title", listing.total)
        told = [Mrkdwn(title), *lines]
        return Message(text="\n".join(told), blocks=b.rendered(b.paragraphs(told)))
