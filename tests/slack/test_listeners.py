"""Every word, button and form reaches a listener of its own."""

from collections.abc import Iterator

import pytest

from bot.slack.commands import rest, word
from bot.slack.ids import COMMAND, Action, Command, Form, history_action, rules_action, shop_action
from tests.slack.stage import Stage, a_command, a_press, a_stage, a_submission

COMMANDS = {
    Command.HELP: "commands.help",
    Command.SETTINGS: "settings.command",
    Command.RULES: "rules.command",
    Command.ISSUE: "commands.issue",
    Command.ORDER: "questions.order",
    Command.PENDING: "questions.pending",
    Command.UNPAID: "questions.unpaid",
    Command.COLLECT: "commands.collect",
    Command.STATUS: "questions.status",
}
ACTIONS = {
    Action.APPROVE: "approvals.approve",
    Action.DECLINE: "approvals.ask_why",
    Action.CORRECT: "corrections.ask",
    Action.TRY_AGAIN: "approvals.try_again",
    Action.WAS_ISSUED: "doubts.ask_number",
    Action.WAS_NOT_ISSUED: "doubts.was_not_issued",
    Action.BY_HAND: "doubts.by_hand",
    Action.INVOICE_IT: "proformas.invoice",
    Action.NOT_OURS: "doubts.not_ours",
    Action.COLLECT: "payments.ask_how",
    Action.OPEN_DOCUMENT: "payments.nothing",
    Action.SETTINGS: "settings.open",
    Action.AUTOMATIC: "settings.switch",
    Action.SERIES: "settings.choose_series",
    Action.REFRESH: "settings.refresh",
    Action.TRY: "settings.try_it",
    Action.CATCH_UP: "settings.catch_up",
    Action.PICK_SHOP: "settings.open",
    Action.HOOKS: "connecting.hooks",
    Action.MEND_HOOKS: "connecting.mend",
    Action.PROPOSE_MISSING: "missing.propose",
    Action.BACKFILL: "missing.backfill",
    Action.RENEW: "connecting.renew",
    Action.CONNECT: "connecting.open",
    Action.CONNECT_KIND: "connecting.choose_kind",
    Action.HISTORY: "history.show",
    Action.RESTORE: "history.ask",
    Action.RULES: "rules.show",
    Action.ADD_RULE: "rules.add",
    Action.CHANGE_RULE: "rules.change",
    Action.WRITE_AGAIN: "rules.write_again",
}
FORMS = {
    Form.DECLINE: "approvals.decline",
    Form.CORRECT: "corrections.correct",
    Form.ISSUE: "approvals.issue",
    Form.WAS_ISSUED: "doubts.was_issued",
    Form.COLLECT: "payments.collect",
    Form.SETTINGS: "settings.submit",
    Form.RESTORE: "history.restore",
    Form.CONNECT: "connecting.submit",
    Form.RULE: "rules.submit",
    Form.RULE_TRIED: "rules.save",
    Form.RULE_REMOVAL: "rules.remove",
}
#: Only shown: it has no button to send it off, and Slack refuses to.
NEVER_SENT = {Form.SETTINGS_DONE}


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with a_stage() as standing:
        yield standing


@pytest.fixture(autouse=True)
def _nothing_heard_yet(stage: Stage) -> None:
    stage.recorder.heard.clear()


@pytest.mark.parametrize("command", Command)
def test_every_command_reaches_its_own_listener(stage: Stage, command: Command) -> None:
    answer = stage.post(a_command(f"{command} 1043"))

    assert (answer.status_code, stage.recorder.heard) == (200, [COMMANDS[command]])


@pytest.mark.parametrize("action", Action)
def test_every_button_reaches_its_own_listener(stage: Stage, action: Action) -> None:
    answer = stage.post(a_press(action))

    assert (answer.status_code, stage.recorder.heard) == (200, [ACTIONS[action]])


@pytest.mark.parametrize("form", [form for form in Form if form not in NEVER_SENT])
def test_every_form_reaches_its_own_listener(stage: Stage, form: Form) -> None:
    answer = stage.post(a_submission(form))

    assert (answer.status_code, stage.recorder.heard) == (200, [FORMS[form]])


def test_the_settings_button_of_one_shop_among_several_is_heard_too(stage: Stage) -> None:
    answer = stage.post(a_press(shop_action("lampi"), "lampi"))

    assert (answer.status_code, stage.recorder.heard) == (200, ["settings.open"])


@pytest.mark.parametrize("of", ["lampi", "next"])
def test_each_of_several_buttons_that_show_rules_is_heard(stage: Stage, of: str) -> None:
    answer = stage.post(a_press(rules_action(of), "lampi:1"))

    assert (answer.status_code, stage.recorder.heard) == (200, ["rules.show"])


def test_the_history_button_of_one_shop_among_several_is_heard_too(stage: Stage) -> None:
    answer = stage.post(a_press(history_action("lampi"), "lampi"))

    assert (answer.status_code, stage.recorder.heard) == (200, ["history.show"])


@pytest.mark.parametrize("text", ["settings history", "Settings  HISTORY"])
def test_the_history_of_settings_is_asked_for_with_a_second_word(stage: Stage, text: str) -> None:
    answer = stage.post(a_command(text))

    assert (answer.status_code, stage.recorder.heard) == (200, ["history.command"])


@pytest.mark.parametrize("text", ["", "   ", "ajutor", "isue 1043", "HELP", "Help me"])
def test_whatever_else_is_typed_is_answered_with_help(stage: Stage, text: str) -> None:
    answer = stage.post(a_command(text))

    assert (answer.status_code, stage.recorder.heard) == (200, ["commands.help"])


@pytest.mark.parametrize("text", ["ISSUE 1043", "  issue   1043", "Issue\t1043"])
def test_a_command_is_known_however_it_is_typed(stage: Stage, text: str) -> None:
    stage.post(a_command(text))

    assert stage.recorder.heard == ["commands.issue"]


@pytest.mark.parametrize(
    "body", [a_press("approval.unknown"), a_press("settings.open:"), a_submission("settings.done")]
)
def test_what_nobody_listens_to_is_answered_so(stage: Stage, body: str) -> None:
    answer = stage.post(body)

    assert (answer.status_code, stage.recorder.heard) == (404, [])


def test_the_command_is_called_what_the_product_is_called() -> None:
    assert COMMAND == "/smartbill"


@pytest.mark.parametrize(
    ("text", "first", "others"),
    [
        ("", "help", ""),
        ("issue 1043", "issue", "1043"),
        ("ISSUE  lampi/1043 ", "issue", "lampi/1043"),
        ("issue\t1043", "issue", "1043"),
        ("order  A 17", "order", "A 17"),
        ("pending", "pending", ""),
    ],
)
def test_a_command_is_a_word_and_the_rest(text: str, first: str, others: str) -> None:
    assert (word({"text": text}), rest({"text": text})) == (first, others)
