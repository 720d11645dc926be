"""What a card tells people to do where something is wrong."""

from dataclasses import replace

import pytest

from bot.domain.findings import Finding, ask, stop
from bot.domain.rules import Reason
from bot.slack.cards import card
from bot.words.say import SENTENCES, Language
from tests.slack.lives import SAID, TIME, WHEN, a_life, a_story, told_by

REFUSALS = [
    (
        Reason(code="smartbill.auth", facts={"said": "Autentificare esuata."}),
        "SmartBill nu acceptă adresa de e-mail și tokenul: „Autentificare esuata.”. Verificați-le în SmartBill la *Contul meu → Integrări → API*, apoi `/smartbill settings`.",
        "SmartBill does not accept the e-mail and token: “Autentificare esuata.”. Check both under *My account → Integrations → API* in SmartBill, then `/smartbill settings`.",
    ),
    (
        Reason(
            code="smartbill.company",
            facts={"said": "Firma la care incercati sa va conectati nu mai este disponibila in Cloud."},
        ),
        "SmartBill nu deschide firma cu acest CIF pentru acest cont: „Firma la care incercati sa va conectati nu mai este disponibila in Cloud.”. Verificați CIF-ul și drepturile utilizatorului în SmartBill.",
        "SmartBill does not open the company with this CIF to this account: “Firma la care incercati sa va conectati nu mai este disponibila in Cloud.”. Check the CIF, and the user's rights in SmartBill.",
    ),
    (
        Reason(code="smartbill.refused", facts={"said": SAID}),
        "SmartBill spune: „Client invalid!”. Îndreptați, apoi apăsați *Încearcă din nou*.",
        "SmartBill says: “Client invalid!”. Correct it, then press *Try again*.",
    ),
    (
        Reason(code="smartbill.no_such_series", facts={"series": "FCT", "said": ""}),
        "SmartBill nu cunoaște seria FCT. Alegeți una în `/smartbill settings`, apoi apăsați *Încearcă din nou*.",
        "SmartBill does not know series FCT. Pick one in `/smartbill settings`, then press *Try again*.",
    ),
    (
        Reason(code="smartbill.no_such_rate", facts={"rate": "19", "said": ""}),
        "Cota de TVA 19% nu există în contul dumneavoastră SmartBill. Verificați cota în magazin și în `/smartbill settings`; dacă este corectă, adăugați-o în SmartBill la *Configurare → Cote TVA*. Apoi apăsați *Încearcă din nou*.",
        "The VAT rate 19% does not exist in your SmartBill account. Check the rate in the shop and in `/smartbill settings`; if it is right, add it in SmartBill under *Configuration → VAT rates*. Then press *Try again*.",
    ),
    (
        Reason(code="smartbill.zero_rate_unclear", facts={"said": ""}),
        "O linie are TVA 0 %, iar SmartBill cunoaște mai multe feluri. Emiteți acest document în SmartBill.",
        "A line has VAT 0 % and SmartBill knows several kinds of it. Issue this document in SmartBill.",
    ),
    (
        Reason(
            code="smartbill.anchor_used",
            facts={"proforma": "SLKP 0226", "numbers": "FCT 0012, FCT 0013", "said": ""},
        ),
        "SmartBill arată că din proforma SLKP 0226 a acestei comenzi s-au făcut: FCT 0012, FCT 0013. Botul nu a mai emis nimic. Verificați în SmartBill, ștergeți ce nu trebuie să fie acolo, apoi apăsați *Încearcă din nou*.",
        "SmartBill shows that this was made from proforma SLKP 0226 of this order: FCT 0012, FCT 0013. The bot has made nothing more. Look at it in SmartBill: delete what should not be there, then press *Try again*.",
    ),
    (
        Reason(code="smartbill.no_such_proforma", facts={"proforma": "SLKP 0226", "said": ""}),
        "SmartBill nu mai găsește proforma SLKP 0226, așa că nu se poate face factura din ea. Verificați acolo, apoi apăsați *Încearcă din nou*.",
        "SmartBill does not find proforma SLKP 0226 any more, so the invoice cannot be made from it. Look there, then press *Try again*.",
    ),
]


@pytest.mark.parametrize(("refusal", "romanian", "english"), REFUSALS)
def test_a_refusal_quotes_smartbill_and_says_what_to_do(refusal: Reason, romanian: str, english: str) -> None:
    ro = card(told_by("ro", "refused", refusal=refusal)).blocks
    en = card(told_by("en", "refused", refusal=refusal)).blocks

    assert ro[3]["text"]["text"] == romanian
    assert en[3]["text"]["text"] == english


@pytest.mark.parametrize("language", ["ro", "en"])
def test_every_refusal_that_smartbill_can_give_has_its_advice(language: Language) -> None:
    known = {refusal.code for refusal, _, _ in REFUSALS}
    told_elsewhere = {
        "already_collected",
        "blocked",
        "blocked.until",
        "busy",
        "busy.until",
        "unreachable",
        "unknown",
        "no_pdf",
        "no_anchor_series",
        "no_invoice_series",
        "no_rule_series",
        "rule_series_of_invoices",
        "rule_series_of_proformas",
        "no_such_vat_name",
        "no_such_sgr_name",
        "no_rate_to_name",
        "pdf_unreadable",
    }

    slugs = {
        slug.removeprefix("error.") for slug in SENTENCES[language] if slug.startswith("error.smartbill")
    }

    assert slugs == known | {f"smartbill.{name}" for name in told_elsewhere}


def test_findings_stand_gravest_first_with_amounts_as_people_write_them() -> None:
    findings = (
        ask("vat.differs", rate="21", told="1193.20", ours="193.20"),
        stop("total.differs", told="2113.20", ours="1113.20", difference="1000.00"),
    )

    verdict, shown = card(a_life("open", a_story(findings=findings))).blocks[3:5]

    assert verdict["elements"][0]["text"] == ":no_entry: *e-Factura: blocată*"
    assert shown["text"]["text"] == (
        ":no_entry: Totalul din magazin este 2.113,20, al documentului ar fi 1.113,20: o diferență de "
        "1.000,00. Nu poate fi emis până nu sunt egale.\n"
        ":warning: La 21% magazinul spune TVA 1.193,20, noi calculăm 193,20. Dacă o linie sau transportul are cota greșită, apăsați *Corectează*."
    )


ADVICE = [
    (
        "unknown",
        (
            f"Trimisă {WHEN}, fără răspuns. Căutăm în seria FCT; între timp nu se trimite nimic a doua oară. "
            "Vă rugăm să nu o emiteți acum de mână. Dacă SmartBill poate fi întrebat, cel târziu la "
            f"{TIME} știm sau vă întrebăm pe voi."
        ),
        (
            f"Sent {WHEN}, no answer came. We look in series FCT; nothing is sent a second time meanwhile. "
            f"Please do not issue it by hand now. If SmartBill can be asked, we know by {TIME}, or ask you."
        ),
    ),
    (
        "stuck",
        (
            f"Trimisă {WHEN}, fără răspuns, iar în seria FCT nu am găsit nicio dovadă. Căutați în SmartBill un "
            "document de *1.113,20 RON* cu mențiunea „Ref: SBB-1”, apoi apăsați butonul potrivit. Până "
            "atunci nu trimitem nimic pentru această comandă; celelalte merg mai departe."
        ),
        (
            f"Sent {WHEN}, no answer came, and we found no proof in series FCT. Look in SmartBill for a "
            "document of *1,113.20 RON* that says “Ref: SBB-1”, then press what you found out. Until then "
            "nothing is sent for this order; the others go on."
        ),
    ),
    (
        "by_hand",
        "Botul nu mai emite nimic pentru această comandă.",
        "The bot issues nothing for this order any more.",
    ),
    (
        "waits_for_smartbill",
        (
            f"SmartBill ne blochează până la {TIME}, din cauza prea multor apeluri. Apoi se emite automat; "
            "nu trebuie să faceți nimic."
        ),
        (
            f"SmartBill blocks us until {TIME} because of too many calls. It goes on by itself afterwards; "
            "there is nothing to do."
        ),
    ),
    (
        "waits_for_turn",
        (
            "În seria FCT aflăm întâi ce s-a ales de documentul dinaintea ei. Apoi se emite automat; nu "
            "trebuie să faceți nimic."
        ),
        (
            "In series FCT we first find out what became of the document before it. It goes on by itself "
            "afterwards; there is nothing to do."
        ),
    ),
    (
        "waits_for_numbers",
        (
            "În seria FCT sunt numere pe care nu le cunoaștem. După ce aflăm ale cui sunt, se emite automat; "
            "dacă avem nevoie de voi, vă scriem în canal."
        ),
        (
            "Series FCT has numbers that we do not know. Once we know whose they are, it goes on by itself; if "
            "we need you, we write to the channel."
        ),
    ),
    (
        "gone",
        (
            "Cineva a șters documentul acolo sau numărul lui a fost dat altui document. Verificați în "
            "SmartBill. Botul nu mai emite singur nimic pentru această comandă; dacă îi trebuie un document, "
            "scrieți `/smartbill issue` și numărul ei."
        ),
        (
            "Somebody deleted it there, or its number was given to another document. Look in SmartBill. The "
            "bot issues nothing for this order by itself any more; if it needs a document, type "
            "`/smartbill issue` and its number."
        ),
    ),
]


@pytest.mark.parametrize(("state", "romanian", "english"), ADVICE)
def test_an_order_that_waits_says_for_what_and_until_when(state: str, romanian: str, english: str) -> None:
    ro = card(told_by("ro", state)).blocks
    en = card(told_by("en", state)).blocks

    assert ro[3]["text"]["text"] == romanian
    assert en[3]["text"]["text"] == english


def test_without_a_time_the_rest_is_said() -> None:
    life = replace(told_by("en", "unknown"), waits_until=None)

    assert card(life).blocks[3]["text"]["text"] == (
        f"Sent {WHEN}, no answer came. We look in series FCT; nothing is sent a second time meanwhile. "
        "Please do not issue it by hand now."
    )


def test_an_order_done_by_hand_says_who_took_it_over() -> None:
    story = card(told_by("en", "by_hand")).blocks[-1]["elements"][0]["text"]

    assert story.splitlines()[1:] == [
        f"Approved by <@U0ANA> · {WHEN}",
        "Taken over by <@U0MIHAI> · <!date^1795177880^{date_short_pretty} {time}|20.11.2026 14:31>",
    ]


def test_each_answer_to_a_doubt_says_what_it_risks_before_it_does_anything() -> None:
    ask_number, again, by_hand = card(told_by("en", "stuck")).blocks[-1]["elements"]

    assert [each["text"]["text"] for each in (ask_number, again, by_hand)] == [
        "It was issued as number …",
        "It was not issued, try again",
        "I do it by hand",
    ]
    assert "confirm" not in ask_number
    assert again["confirm"]["text"]["text"] == (
        "It is sent once more. If it was issued after all, order 1043 will have *two documents*, and one "
        "must be reversed (storno). Look in SmartBill first, in series FCT."
    )
    assert by_hand["confirm"]["text"]["text"] == (
        "The bot will issue nothing for order 1043 any more, even if it changes. If the document is "
        "missing, issue it in SmartBill yourself."
    )


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ((), ":white_check_mark: *e-Factura: gata de emis*"),
        ((ask("vat.zero", name="SDD"),), ":warning: *e-Factura: de verificat*"),
    ],
)
def test_before_anybody_says_yes_the_card_says_whether_it_would_do_for_e_factura(
    findings: tuple[Finding, ...], verdict: str
) -> None:
    assert card(a_life("open", a_story(findings=findings))).blocks[3]["elements"][0]["text"] == verdict


def test_another_total_stands_beside_ours_with_the_money_that_smartbill_counts() -> None:
    ro, en = (card(told_by(language, "total_differs")).blocks[2]["text"]["text"] for language in ("ro", "en"))

    assert ro == (
        "Aici s-au aprobat 1.113,20 RON, iar SmartBill arată 500,00 RON, din care 113,20 RON încasați. Cineva "
        "a modificat factura acolo sau numărul este acum al altui document. Verificați în SmartBill; cât timp "
        "totalurile diferă, înregistrați și încasările tot acolo."
    )
    assert en == (
        "1,113.20 RON was approved here, and SmartBill shows 500.00 RON, of which 113.20 RON is received. "
        "Somebody changed the invoice there, or its number belongs to another document by now. Look in "
        "SmartBill; while the totals differ, record payments there too."
    )
