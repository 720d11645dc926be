"""Every name that Slack sends back to us: commands, actions, forms, blocks."""

from enum import StrEnum

COMMAND = "/smartbill"


class Command(StrEnum):
    """What may follow `/smartbill`."""

    HELP = "help"
    SETTINGS = "settings"
    RULES = "rules"
    ISSUE = "issue"
    ORDER = "order"
    PENDING = "pending"
    UNPAID = "unpaid"
    COLLECT = "collect"
    STATUS = "status"


class Action(StrEnum):
    """Buttons."""

    APPROVE = "approval.approve"
    DECLINE = "approval.decline"
    CORRECT = "approval.correct"
    TRY_AGAIN = "approval.try_again"
    WAS_ISSUED = "doubt.issued"
    WAS_NOT_ISSUED = "doubt.not_issued"
    BY_HAND = "doubt.by_hand"
    INVOICE_IT = "proforma.invoice"
    NOT_OURS = "series.not_ours"
    COLLECT = "payment.collect"
    OPEN_DOCUMENT = "document.open"
    SETTINGS = "settings.open"
    AUTOMATIC = "settings.automatic"
    SERIES = "settings.series"
    REFRESH = "settings.refresh"
    TRY = "settings.try"
    CATCH_UP = "settings.catch_up"
    PICK_SHOP = "settings.pick"
    HOOKS = "settings.hooks"
    MEND_HOOKS = "hooks.mend"
    PROPOSE_MISSING = "orders.propose"
    BACKFILL = "orders.backfill"
    RENEW = "settings.renew"
    CONNECT = "connect.open"
    CONNECT_KIND = "connect.kind"
    HISTORY = "settings.history"
    RESTORE = "settings.restore"
    RULES = "rules.show"
    ADD_RULE = "rule.add"
    CHANGE_RULE = "rule.change"
    WRITE_AGAIN = "rule.write_again"


class Form(StrEnum):
    """Forms, by the callback id of their view."""

    DECLINE = "approval.decline_form"
    CORRECT = "approval.correct_form"
    ISSUE = "invoice.issue_form"
    WAS_ISSUED = "doubt.issued_form"
    COLLECT = "payment.collect_form"
    SETTINGS = "settings.form"
    SETTINGS_DONE = "settings.done"
    RESTORE = "settings.restore_form"
    CONNECT = "connect.form"
    RULE = "rule.form"
    RULE_TRIED = "rule.tried_form"
    RULE_REMOVAL = "rule.removal_form"


class RuleChange(StrEnum):
    """What can be chosen beside a rule in the list."""

    EDIT = "edit"
    UP = "up"
    DOWN = "down"
    ON = "on"
    OFF = "off"
    REMOVE = "remove"


def shop_action(shop_id: str) -> str:
    """The settings button of one shop among several."""
    return f"{Action.SETTINGS}:{shop_id}"


def history_action(shop_id: str) -> str:
    """The history button of one shop among several."""
    return f"{Action.HISTORY}:{shop_id}"


def rules_action(of: str) -> str:
    """One of several buttons that show rules: those of one shop, or one page of them."""
    return f"{Action.RULES}:{of}"
