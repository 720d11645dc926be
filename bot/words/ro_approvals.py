"""The sentences about who approves, in Romanian."""

APPROVALS: dict[str, str] = {
    "approval.group_unknown": "Slack nu spune acum cine face parte din {approvers}, care aprobă aici. Nu s-a făcut nimic: încercați din nou peste un minut. Dacă se repetă, administratorul găsește cauza cu `smartbill-bot doctor`, pe server.",
    # names of settings
    "setting.approver_groups": "Grupuri care aprobă",
}
