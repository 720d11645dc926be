"""The sentences about shops that are asked for their orders, in Romanian."""

ASKING: dict[str, str] = {
    "finding.order.not_confirmed": "Magazinul nu a confirmat încă această comandă. Când răspunde, cardul se schimbă singur; dacă nu puteți aștepta, comparați cu comanda din magazin.",
    "finding.order.denied": "Magazinul nu cunoaște această comandă: înștiințarea nu a venit de la el sau comanda a fost ștearsă acolo.",
    "shop.answers_again": ":white_check_mark: {shop} răspunde din nou. Ne uităm la tot ce s-a schimbat între timp.",
    "job.shop.visit": "vizite la magazine",
    "job.shops.visit": "ture pe la toate magazinele",
}
