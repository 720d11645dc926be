"""The sentences about shops that are asked for their orders, in English."""

ASKING: dict[str, str] = {
    "finding.order.not_confirmed": "The shop has not confirmed this order yet. When it answers, this card changes by itself; if you cannot wait, compare with the order in the shop.",
    "finding.order.denied": "The shop does not know this order: the notice of it was not from the shop, or the order was deleted there.",
    "shop.answers_again": ":white_check_mark: {shop} answers again. What changed meanwhile is being looked at.",
    "job.shop.visit": "visits to shops",
    "job.shops.visit": "rounds to all shops",
}
