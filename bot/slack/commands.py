"""What people type after `/smartbill` to have something done: one listener for each word."""

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.errors import Refusal
from bot.flows.approvals import Approvals
from bot.flows.overview import Life, Overview
from bot.flows.payments import Payments
from bot.flows.ports import People
from bot.flows.rights import must_be_member
from bot.slack.answers import privately, said
from bot.slack.cards import Message
from bot.slack.forms.collect import collect_form
from bot.slack.forms.issue import issue_form
from bot.slack.ids import COMMAND, Command
from bot.slack.mrkdwn import Mrkdwn, tell
from bot.words.say import Language

Body = Mapping[str, Any]


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


def order_named(overview: Overview, people: People, body: Body) -> Life:
    """The order that was typed after the word; others than members do not even hear whether there is one.

    Raises:
        Refusal: this is no full member, or it is not known which order is meant.
    """
    must_be_member(people, body["user_id"])
    return overview.find(rest(body), command=f"{COMMAND} {word(body)}")


class Commands:
    """The listeners of commands by which people do something; answers go to the person alone."""

    def __init__(
        self,
        overview: Overview,
        approvals: Approvals,
        payments: Payments,
        people: People,
        *,
        language: Callable[[], Language],
    ) -> None:
        self._overview = overview
        self._approvals = approvals
        self._payments = payments
        self._people = people
        self._language = language

    def help(self, ack: Ack, body: Body) -> None:
        """What can be typed, and the nearest word where there is none such."""
        privately(ack, self._help(word(body)))

    def issue(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Show the document of an order, to be issued by hand."""
        life = order_named(self._overview, self._people, body)
        record, draft, findings = self._approvals.preview(life.record.id, by=body["user_id"])
        terms = self._approvals.terms_by_hand(record.id)
        ack()
        view = issue_form(
            life.shop.settings.bot_language, record, draft, findings, terms, declined=life.declined
        )
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def collect(self, ack: Ack, body: Body, client: WebClient) -> None:
        """Open the form for money received."""
        life = order_named(self._overview, self._people, body)
        known = life.invoice or life.gone or life.proforma
        if known is None:
            raise Refusal("invoice.none", number=life.record.order.number)
        invoice = self._payments.about_to_collect(known.id, by=body["user_id"])
        ack()
        suggested = self._payments.suggested(life.record, invoice)
        view = collect_form(life.shop.settings.bot_language, invoice, suggested)
        client.views_open(trigger_id=body["trigger_id"], view=view)

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
