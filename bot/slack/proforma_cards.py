"""Of an order with a proforma: what its card says of the two documents, and the button that invoices it."""

from slack_sdk.models.blocks import ButtonElement

from bot.domain.documents import Invoice
from bot.domain.invoices import Draft
from bot.domain.yeses import needs_two
from bot.flows.overview import Life
from bot.slack import blocks as b
from bot.slack.drafts import order_number
from bot.slack.ids import Action
from bot.slack.mrkdwn import Mrkdwn, money, tell
from bot.words.say import Language


def proforma_named(language: Language, draft: Draft) -> list[Mrkdwn]:
    """Which proforma the order's invoice is made from, or has beside it; nothing where there is none."""
    proforma = draft.proforma
    if proforma is None:
        return []
    if proforma.is_source:
        return [tell(language, "card.from_proforma", number=proforma.name)]
    return [tell(language, "card.beside_proforma", number=proforma.name)]


def invoice_button(language: Language, life: Life, proforma: Invoice) -> ButtonElement:
    """The button that has the proforma's invoice issued, after one question.

    Where four eyes are wanted, whoever presses only asks for it; where two have to approve, theirs is the
    first yes.
    """
    pressed = b.button(
        language, "button.invoice_it", action=Action.INVOICE_IT, value=str(proforma.id), style="primary"
    )
    facts = {
        "number": order_number(life.record.order),
        "total": money(language, proforma.total),
        "proforma": proforma.name,
    }
    settings, proposal = life.shop.settings, life.proposal
    if settings.four_eyes:
        return b.confirmed(
            pressed, language, "confirm.ask_invoice", tell(language, "confirm.ask_invoice", facts)
        )
    question = tell(language, "confirm.invoice_it", facts)
    if proposal is not None and needs_two(proposal.draft, settings):
        first = Mrkdwn(f"{tell(language, 'confirm.first_of_two')} {question}")
        return b.confirmed(pressed, language, "confirm.first_yes", first)
    return b.confirmed(pressed, language, "confirm.invoice_it", question)
