"""What people type after `/smartbill`: one listener for each word."""

import difflib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.errors import Refusal
from bot.flows.approvals import Approvals
from bot.flows.missing import Missing
from bot.flows.overview import Life, Listing, Overview
from bot.flows.payments import Payments
from bot.flows.standing import Standing
from bot.slack import blocks as b
from bot.slack.answers import privately, said
from bot.slack.cards import Message
from bot.slack.forms.collect import collect_form
from bot.slack.forms.issue import issue_form
from bot.slack.ids import COMMAND, Command
from bot.slack.lives import life_message, line_of
from bot.slack.missing_orders import also_missing
from bot.slack.mrkdwn import Mrkdwn, tell
from bot.slack.standing import standing_message
from bot.words.say import Language, count

Body = Mapping[str, Any]
_MOST_ROWS = 20


def word(body: Body) -> str:
    """The first word typed after the command, in lower case; `help` where nothing was."""
    return (str(body.get("text") or "").split() or [Command.HELP.value])[0].lower()


def rest(body: Body) -> str:
    """What was typed after the first word."""
    return "".join(str(body.get("text") or "").split(maxsplit=1)[1:]).strip()


def is_word(command: Command) -> Callable[[Body], bool]:
    """A matcher for Bolt: this word was typed."""

    def matches(body: Body) -> bool:
        return word(body) == command

    return matches


class Commands:
    """The listeners of commands; answers go to the person alone."""

    def __init__(  # noqa: PLR0913 - whom the commands ask, said by name
        self,
        overview: Overview,
        approvals: Approvals,
        payments: Payments,
        standing: Standing,
        missing: Missing,
        *,
        language: Callable[[], Language],
        now: Callable[[], datetime],
    ) -> None:
        self._overview = overview
        self._approvals = approvals
        self._payments = payments
        self._standing = standing
        self._missing = missing
        self._language = language
        self._now = now

    def help(self, ack: Ack, body: Body) -> None:
        """What can be typed, and the nearest word where there is none such."""
        privately(ack, self._help(word(body)))

    def issue(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Show the document of an order, to be issued by hand."""
        life = self._find(body)
        record, draft, findings = self._approvals.preview(life.record.id, by=body["user_id"])
        terms = self._approvals.terms_by_hand(record.id)
        ack()
        view = issue_form(
            life.shop.settings.bot_language, record, draft, findings, terms, declined=life.declined
        )
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def collect(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Open the form for money received."""
        life = self._find(body)
        known = life.invoice or life.gone or life.proforma
        if known is None:
            raise Refusal("invoice.none", number=life.record.order.number)
        invoice = self._payments.about_to_collect(known.id, by=body["user_id"])
        ack()
        suggested = self._payments.suggested(life.record, invoice)
        view = collect_form(life.shop.settings.bot_language, invoice, suggested)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def order(self, ack: Ack, body: Body) -> None:
        """Everything about an order, with the reasons."""
        life = self._find(body)
        history = self._overview.history(life.record.id)
        privately(ack, life_message(life, history))

    def pending(self, ack: Ack) -> None:
        """What waits for a person, oldest first; and how many orders lack a document though none waits."""
        message = self._list("pending", self._overview.pending(_MOST_ROWS))
        orders = sum(len(found) for _, found in self._missing.all())
        privately(ack, also_missing(self._language(), message, orders) if orders else message)

    def unpaid(self, ack: Ack) -> None:
        """What is issued and not collected, oldest first."""
        privately(ack, self._list("unpaid", self._overview.unpaid(_MOST_ROWS)))

    def status(self, ack: Ack) -> None:
        """How the bot is doing."""
        privately(ack, standing_message(self._language(), self._standing.report()))

    def _find(self, body: Body) -> Life:
        return self._overview.find(rest(body), command=f"{COMMAND} {word(body)}")

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

    def _help(self, typed: str) -> Message:
        language = self._language()
        lines = [tell(language, f"help.{command}") for command in Command]
        return said(Mrkdwn("\n".join([_help_title(language, typed), *lines])))


def _help_title(language: Language, typed: str) -> Mrkdwn:
    if typed in set(Command):
        return tell(language, "help.title")
    near = difflib.get_close_matches(typed, list(Command), 1)
    shown = typed[:40].replace("`", "'")
    if near:
        return tell(language, "help.maybe", typed=shown, near=near[0])
    return tell(language, "help.unknown", typed=shown)
