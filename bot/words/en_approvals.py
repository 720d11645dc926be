"""The sentences about who approves, in English."""

APPROVALS: dict[str, str] = {
    "approval.group_unknown": "Slack does not tell just now who belongs to {approvers}, who may approve here. Nothing was done: try again in a minute. If it stays, tell your administrator to ask `smartbill-bot doctor` on the server.",
    # names of settings
    "setting.approver_groups": "Groups of approvers",
}
