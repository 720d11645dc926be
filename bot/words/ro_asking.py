"""The sentences about shops that are asked for their orders, in Romanian."""

ASKING: dict[str, str] = {
    "finding.order.not_confirmed": "Magazinul nu a confirmat încă această comandă. Când răspunde, cardul se schimbă singur; dacă nu puteți aștepta, comparați cu comanda din magazin.",
    "finding.order.denied": "Magazinul nu cunoaște această comandă: înștiințarea nu a venit de la el sau comanda a fost ștearsă acolo.",
    "finding.order.invoiced_in_shop": "Magazinul a facturat singur această comandă, cu {document}. Aprobați documentul de aici numai dacă celălalt nu este valabil: altfel vânzarea se facturează de două ori.",
    "shop.invoices_too": ":warning: {shop} facturează și singur: comanda {order} are acolo {document}. Comenzile cu un astfel de document nu se emit automat: sunteți întrebați. Opriți în CloudCart aplicația SmartBill și facturarea proprie sau măcar generarea lor automată: altfel facturează amândouă.",
    "shop.answers_again": ":white_check_mark: {shop} răspunde din nou. Ne uităm la tot ce s-a schimbat între timp.",
    "job.shop.visit": "vizite la magazine",
    "job.shops.visit": "ture pe la toate magazinele",
    "hooks.off": ":warning: {shop} și-a oprit webhookurile către bot. Nu se pierde nimic: comenzile se găsesc întrebând magazinul, doar mai târziu. Apăsați butonul ca să le porniți din nou.",
    "hooks.missing": ":information_source: {shop} nu anunță singur botul despre comenzi. Nu se pierde nimic: ele se găsesc întrebând magazinul, doar mai târziu. Apăsați butonul ca să-i fie adăugate webhookurile.",
    "hooks.on": ":white_check_mark: {shop} anunță din nou singur botul despre comenzi.",
    "hooks.asked": "{by} a cerut repararea webhookurilor magazinului {shop}.",
    "button.mend_hooks": "Pornește",
    "what.hooks.asked": "a cerut repararea webhookurilor",
    "job.shop.hooks": "priviri la webhookuri",
    "job.shops.hooks": "ture pe la toate webhookurile",
    "job.shop.mend_hooks": "webhookuri de reparat",
}
