"""The sentences about shops that are asked for their orders, in Romanian."""

ASKING: dict[str, str] = {
    "finding.order.not_confirmed": "Magazinul nu a confirmat încă această comandă. Când răspunde, cardul se schimbă singur; dacă nu puteți aștepta, comparați cu comanda din magazin.",
    "finding.order.denied": "Magazinul nu cunoaște această comandă: înștiințarea nu a venit de la el sau comanda a fost ștearsă acolo.",
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
    "trouble.shop.wrong_key": ":warning: {shop} nu ne mai acceptă cheia API. Salvați cheia nouă cu `shop set … --shop-key-file`. Până atunci comenzile nu sunt confirmate: cele aflate din înștiințări așteaptă răspunsul dumneavoastră.",
    "trouble.shop.unknown_address": ":warning: La adresa magazinului {shop} nu mai există un magazin CloudCart. Dacă s-a schimbat domeniul, salvați noul domeniu principal. Până atunci comenzile nu sunt confirmate: cele aflate din înștiințări așteaptă răspunsul dumneavoastră.",
    "trouble.shop.no_api": ":warning: CloudCart nu ne mai lasă să întrebăm {shop}: adresa nu este domeniul lui principal sau abonamentul nu include API. Până se rezolvă, comenzile aflate din înștiințări așteaptă răspunsul dumneavoastră.",
    "trouble.shop.plan_ended": ":warning: Abonamentul CloudCart al magazinului {shop} a expirat. Până este reînnoit, comenzile aflate din înștiințări așteaptă răspunsul dumneavoastră.",
    "trouble.shop.refused": ":warning: {shop} a refuzat o întrebare a noastră: „{said}”. Comenzile aflate din înștiințări așteaptă răspunsul dumneavoastră. Anunțați administratorul.",
    "trouble.shop.unreachable": ":warning: {shop} nu răspunde de o jumătate de oră. Comenzile aflate din înștiințări așteaptă răspunsul dumneavoastră; celelalte se găsesc când răspunde din nou.",
}
