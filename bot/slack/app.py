"""Hand Bolt its listeners and its one error handler."""

import json
import logging
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from slack_bolt import Ack, App, BoltResponse, Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import BotError, Refusal
from bot.slack.acks import let_acks_last
from bot.slack.answers import refusal, refusal_view
from bot.slack.approvals import ApprovalListeners
from bot.slack.blocks import Json
from bot.slack.commands import Commands, is_word, word
from bot.slack.connecting import ConnectListeners
from bot.slack.corrections import CorrectionListeners
from bot.slack.courier import as_ours
from bot.slack.doubts import DoubtListeners
from bot.slack.ids import COMMAND, Action, Command, Form
from bot.slack.missing import MissingListeners
from bot.slack.mrkdwn import Mrkdwn, tell
from bot.slack.payments import PaymentListeners
from bot.slack.proformas import ProformaListeners
from bot.slack.questions import Questions
from bot.slack.rules import RuleListeners
from bot.slack.settings import SettingsListeners
from bot.slack.settings_history import HistoryListeners, asks_for_history
from bot.words.say import SENTENCES, Language

log = logging.getLogger(__name__)

_LISTENER_THREADS = 32
_ONE_OF_SEVERAL = re.compile(rf"{re.escape(Action.SETTINGS)}:.+")
_RULES_OF_ONE = re.compile(rf"{re.escape(Action.RULES)}:.+")
_HISTORY_OF_ONE = re.compile(rf"{re.escape(Action.HISTORY)}:.+")


@dataclass(frozen=True)
class Listeners:
    """Everybody who listens."""

    commands: Commands
    questions: Questions
    connecting: ConnectListeners
    approvals: ApprovalListeners
    corrections: CorrectionListeners
    doubts: DoubtListeners
    payments: PaymentListeners
    proformas: ProformaListeners
    settings: SettingsListeners
    history: HistoryListeners
    missing: MissingListeners
    rules: RuleListeners


def build_app(
    client: WebClient,
    listeners: Listeners,
    *,
    language: Callable[[], Language],
    at_once: bool = False,
) -> App:
    """Bolt with every listener registered.

    Requests are verified before they come here: over HTTP by `bot.slack.http`, in Socket Mode by Slack's own
    connection. Bolt's five threads would let presses starve each other. `at_once` answers only after the
    listener has ended, for tests that look at the answer.
    """
    app = App(
        client=client,
        # Without a name Bolt walks the whole stack to find one.
        name="smartbill-bot",
        process_before_response=at_once,
        request_verification_enabled=False,
        ssl_check_enabled=True,
        token_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(_LISTENER_THREADS, thread_name_prefix="slack"),
    )
    app.use(let_acks_last)
    app.error(Failures(language).answer)
    _listen_to_commands(app, listeners)
    _listen_to_buttons(app, listeners)
    _listen_to_forms(app, listeners)
    return app


def _listen_to_commands(app: App, listeners: Listeners) -> None:
    heard: dict[Command, Callable[..., None]] = {
        Command.SETTINGS: listeners.settings.command,
        Command.RULES: listeners.rules.command,
        Command.ISSUE: listeners.commands.issue,
        Command.ORDER: listeners.questions.order,
        Command.PENDING: listeners.questions.pending,
        Command.UNPAID: listeners.questions.unpaid,
        Command.COLLECT: listeners.commands.collect,
        Command.STATUS: listeners.questions.status,
    }
    # Before the form's own listener, which hears everything else that begins with the same word.
    app.command(COMMAND, matchers=[asks_for_history])(listeners.history.command)
    for command, listener in heard.items():
        app.command(COMMAND, matchers=[is_word(command)])(listener)
    app.command(COMMAND, matchers=[lambda body: word(body) not in set(heard)])(listeners.commands.help)


def _listen_to_buttons(app: App, listeners: Listeners) -> None:
    app.action(Action.APPROVE.value)(listeners.approvals.approve)
    app.action(Action.DECLINE.value)(listeners.approvals.ask_why)
    app.action(Action.CORRECT.value)(listeners.corrections.ask)
    app.action(Action.TRY_AGAIN.value)(listeners.approvals.try_again)
    app.action(Action.WAS_ISSUED.value)(listeners.doubts.ask_number)
    app.action(Action.WAS_NOT_ISSUED.value)(listeners.doubts.was_not_issued)
    app.action(Action.BY_HAND.value)(listeners.doubts.by_hand)
    app.action(Action.INVOICE_IT.value)(listeners.proformas.invoice)
    app.action(Action.NOT_OURS.value)(listeners.doubts.not_ours)
    app.action(Action.COLLECT.value)(listeners.payments.ask_how)
    app.action(Action.OPEN_DOCUMENT.value)(listeners.payments.nothing)
    app.action(Action.SETTINGS.value)(listeners.settings.open)
    app.action(_ONE_OF_SEVERAL)(listeners.settings.open)
    app.action(Action.AUTOMATIC.value)(listeners.settings.switch)
    app.action(Action.SERIES.value)(listeners.settings.choose_series)
    app.action(Action.REFRESH.value)(listeners.settings.refresh)
    app.action(Action.TRY.value)(listeners.settings.try_it)
    app.action(Action.CATCH_UP.value)(listeners.settings.catch_up)
    app.action(Action.PICK_SHOP.value)(listeners.settings.open)
    app.action(Action.HOOKS.value)(listeners.connecting.hooks)
    app.action(Action.MEND_HOOKS.value)(listeners.connecting.mend)
    app.action(Action.PROPOSE_MISSING.value)(listeners.missing.propose)
    app.action(Action.BACKFILL.value)(listeners.missing.backfill)
    app.action(Action.RENEW.value)(listeners.connecting.renew)
    app.action(Action.CONNECT.value)(listeners.connecting.open)
    app.action(Action.CONNECT_KIND.value)(listeners.connecting.choose_kind)
    app.action(Action.HISTORY.value)(listeners.history.show)
    app.action(_HISTORY_OF_ONE)(listeners.history.show)
    app.action(Action.RESTORE.value)(listeners.history.ask)
    app.action(Action.RULES.value)(listeners.rules.show)
    app.action(_RULES_OF_ONE)(listeners.rules.show)
    app.action(Action.ADD_RULE.value)(listeners.rules.add)
    app.action(Action.CHANGE_RULE.value)(listeners.rules.change)
    app.action(Action.WRITE_AGAIN.value)(listeners.rules.write_again)


def _listen_to_forms(app: App, listeners: Listeners) -> None:
    app.view(Form.DECLINE.value)(listeners.approvals.decline)
    app.view(Form.CORRECT.value)(listeners.corrections.correct)
    app.view(Form.ISSUE.value)(listeners.approvals.issue)
    app.view(Form.WAS_ISSUED.value)(listeners.doubts.was_issued)
    app.view(Form.COLLECT.value)(listeners.payments.collect)
    app.view(Form.SETTINGS.value)(listeners.settings.submit)
    app.view(Form.RESTORE.value)(listeners.history.restore)
    app.view(Form.CONNECT.value)(listeners.connecting.submit)
    app.view(Form.RULE.value)(listeners.rules.submit)
    app.view(Form.RULE_TRIED.value)(listeners.rules.save)
    app.view(Form.RULE_REMOVAL.value)(listeners.rules.remove)


class Failures:
    """One of the house's three broad edges: every accident becomes a sentence for the person who pressed."""

    def __init__(self, language: Callable[[], Language]) -> None:
        self._language = language

    def answer(
        self, error: Exception, body: Mapping[str, Any], ack: Ack, respond: Respond, client: WebClient
    ) -> BoltResponse | None:
        """Say what may not be, or apologise: as the acknowledgement, or after it where it is spent."""
        language = self._known_language()
        field, sentence = error.field if isinstance(error, Refusal) else "", self._sentence(language, error)
        answer = refusal(language, body, sentence, field)
        if ack.response is None and body.get("type") != "block_actions":
            return _json(answer)
        # A press cannot be answered with its acknowledgement: Slack gives it an address for that.
        if respond.response_url is not None:
            respond(**answer, replace_original=False)
        elif "view" in body:
            _lay_over(client, body, refusal_view(language, sentence))
        return BoltResponse(status=200, body="") if ack.response is None else None

    def _known_language(self) -> Language:
        """Romanian where the database, which knows the language, is what failed."""
        try:
            return self._language()
        except BotError:
            return "ro"

    def _sentence(self, language: Language, error: Exception) -> Mrkdwn:
        ours = as_ours(error) if isinstance(error, SlackApiError) else error
        if isinstance(ours, BotError):
            log.warning("press.refused", extra={"slug": ours.slug})
            slug = ours.slug if ours.slug in SENTENCES[language] else f"error.{ours.slug}"
            return tell(language, slug, ours.facts)
        code = uuid4().hex[:8]
        log.error("press.failed", extra={"code": code}, exc_info=error)
        return tell(language, "error.accident", code=code)


def _lay_over(client: WebClient, body: Mapping[str, Any], view: Json) -> None:
    """Lay this over the form that was pressed in, which keeps what was typed.

    On three forms Slack lays no fourth: then only the log says it.
    """
    try:
        client.views_push(trigger_id=body["trigger_id"], view=view)
    except SlackApiError as error:
        log.warning("press.untold", extra={"slug": as_ours(error).slug})


def _json(answer: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": "application/json"})
