"""The sentences about who approves, in English."""

APPROVALS: dict[str, str] = {
    "approval.group_unknown": "Slack does not tell just now who belongs to {approvers}, who may approve here. Nothing was done: try again in a minute. If it stays, tell your administrator to ask `smartbill-bot doctor` on the server.",
    "card.half_approved": ":large_yellow_circle: *One of two people approved – waiting for the second*",
    "card.half_approved.plain": "one of two people approved, waiting for the second",
    "card.half_approved.advice": "{by} approved it · {at}. One more person has to, because the amount is above what one may approve alone.",
    "card.two_approve": "Two different people have to approve this document: one alone approves at most {most} lei.",
    "card.first_yes": "First approved by {by} · {at}",
    "confirm.first_of_two": "*It is issued once another person has approved it, too.*",
    "reason.two_approve": "two people have to approve it, because one alone approves at most {most} lei.",
    "approval.another_has_to": "You have approved it already, and your approval is kept. Now another person has to approve it, too: ask a colleague.",
    "what.proposal.first_yes": "approved it, as the first of two people",
    "form.issue.kept": ":hourglass: The document waits on its card: another person has to approve it before it is issued. Ask a colleague.",
    "card.others_approve": "Asked for or corrected by {people}: somebody else has to approve it.",
    "approval.own": "You asked for this document or corrected it yourself, so somebody else has to approve it: ask a colleague.",
    "what.proposal.asked": "asked for the document",
    "settings.too_few_approvers": "An order may need {needed} people with these settings, but only {there} may approve. Nothing was saved: name more approvers, or ask for fewer people.",
    "settings.too_few_of_rule": "An order of rule “{rule}” may need {needed} people with these settings, but only {there} may approve. Nothing was saved: name more approvers in the rule, or ask for fewer people.",
    "standing.approvers": ":busts_in_silhouette: {shop}: {approvers} may approve.",
    "standing.anybody_approves": ":busts_in_silhouette: {shop}: any full member of the workspace may approve.",
    "standing.two_approve": "Above {most} lei, two different people have to.",
    "standing.four_eyes": "Nobody approves what they asked for or corrected.",
}
