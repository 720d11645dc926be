"""The sentences about shops that are asked for their orders, in English."""

ASKING: dict[str, str] = {
    "finding.order.not_confirmed": "The shop has not confirmed this order yet. When it answers, this card changes by itself; if you cannot wait, compare with the order in the shop.",
    "finding.order.denied": "The shop does not know this order: the notice of it was not from the shop, or the order was deleted there.",
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
    "trouble.shop.wrong_key": ":warning: {shop} no longer accepts our API key. Store the new one with `shop set … --shop-key-file`. Until then orders are not confirmed: those that notices tell of wait for your answer.",
    "trouble.shop.unknown_address": ":warning: There is no CloudCart shop any more at the address of {shop}. If its domain has changed, store the new primary domain. Until then orders are not confirmed: those that notices tell of wait for your answer.",
    "trouble.shop.no_api": ":warning: CloudCart no longer lets us ask {shop}: the address is not its primary domain, or its plan is without API. Until that is put right, orders that notices tell of wait for your answer.",
    "trouble.shop.plan_ended": ":warning: The CloudCart plan of {shop} has ended. Until it is renewed, orders that notices tell of wait for your answer.",
    "trouble.shop.refused": ":warning: {shop} refused a question of ours: “{said}”. Orders that notices tell of wait for your answer. Please tell your administrator.",
    "trouble.shop.unreachable": ":warning: {shop} has not answered for half an hour. Orders that notices tell of wait for your answer; what no notice tells is found when it answers again.",
}
