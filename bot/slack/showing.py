"""Forms that stand open: changed as they were seen, or brought up to date from a job."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.flows.connecting_forms import Connected, ConnectForm
from bot.flows.rule_forms import RuleForm
from bot.flows.settings_forms import SettingsForm, SettingsTrial
from bot.slack.blocks import Json
from bot.slack.courier import translated
from bot.slack.forms.connect import connect_form
from bot.slack.forms.hooks import connected_form
from bot.slack.forms.rule import rule_form
from bot.slack.forms.settings import settings_form
from bot.slack.forms.settings_trial import trial_view

#: Slack's words for a form that is closed, or shows something newer than what was pressed in.
_MOVED_ON = frozenset({"not_found", "hash_conflict"})


def change(client: WebClient, view_id: str, changed: Json, *, seen: str | None = None) -> None:
    """Change a form; one that was closed, or shows something newer than what was `seen`, is left so."""
    try:
        client.views_update(view_id=view_id, hash=seen, view=changed)
    except SlackApiError as error:
        if error.response["error"] not in _MOVED_ON:
            raise


class SlackForms:
    """The `Forms` port: brings an open form up to date from a job."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def show_settings(self, view_id: str, form: SettingsForm) -> None:
        """Show the form in this state; a form that was closed meanwhile is left closed."""
        self._show(view_id, settings_form(form))

    def show_trial(self, view_id: str, form: SettingsTrial) -> None:
        """Show what came of a trial; one that was closed meanwhile is left closed."""
        self._show(view_id, trial_view(form))

    def show_connecting(self, view_id: str, form: ConnectForm | Connected) -> None:
        """Show the form in this state, or what to do next; one that was closed meanwhile is left closed."""
        if isinstance(form, ConnectForm):
            self._show(view_id, connect_form(form))
        else:
            self._show(view_id, connected_form(form.language, form))

    def show_rule(self, view_id: str, form: RuleForm) -> None:
        """Show the form in this state; a form that was closed meanwhile is left closed."""
        self._show(view_id, rule_form(form))

    def _show(self, view_id: str, view: Json) -> None:
        with translated():
            change(self._client, view_id, view)
