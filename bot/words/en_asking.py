"""The sentences about shops that are asked for their orders, in English."""

ASKING: dict[str, str] = {
    "finding.order.not_confirmed": "The shop has not confirmed this order yet. When it answers, this card changes by itself; if you cannot wait, compare with the order in the shop.",
    "finding.order.denied": "The shop does not know this order: the notice of it was not from the shop, or the order was deleted there.",
    "finding.order.invoiced_in_shop": "The shop has invoiced this order by itself, as {document}. Approve this document only if that one does not hold: otherwise the sale is invoiced twice.",
    "shop.invoices_too": ":warning: {shop} invoices by itself, too: order {order} has {document} there. Orders with such a document are not issued automatically: you are asked. Switch off CloudCart's own SmartBill app and its automatic invoicing, or at least their automatic generation: otherwise both invoice.",
    "shop.answers_again": ":white_check_mark: {shop} answers again. What changed meanwhile is being looked at.",
    "job.shop.visit": "visits to shops",
    "job.shops.visit": "rounds to all shops",
    "hooks.off": ":warning: {shop} has switched off its webhooks to the bot. Nothing is lost: orders are found by asking the shop, only later. Press the button to switch them on again.",
    "hooks.missing": ":information_source: {shop} does not tell the bot of its orders by itself. Nothing is lost: they are found by asking the shop, only later. Press the button to have its webhooks added.",
    "hooks.on": ":white_check_mark: {shop} tells the bot of its orders by itself again.",
    "hooks.asked": "{by} had the webhooks of {shop} put right.",
    "button.mend_hooks": "Switch on",
    "what.hooks.asked": "had the webhooks put right",
    "job.shop.hooks": "looks at webhooks",
    "job.shops.hooks": "rounds to all webhooks",
    "job.shop.mend_hooks": "webhooks to put right",
}
