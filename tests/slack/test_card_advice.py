"""What a card tells people to do where something is wrong."""

import pytest

from bot.domain.findings import ask, stop
from bot.domain.rules import Reason
from bot.slack.cards import card
from bot.words.say import SENTENCES, Language
from tests.slack.lives import SAID, WHEN, a_life, a_story, told_by

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
        "SmartBill says: “Client invalid!”. Put it right, then press *Try again*.",
    ),
    (
        Reason(code="smartbill.no_such_series", facts={"series": "FCT", "said": ""}),
        "SmartBill nu cunoaște seria FCT. Alegeți una în `/smartbill settings`, apoi apăsați *Încearcă din nou*.",
        "SmartBill does not know series FCT. Pick one in `/smartbill settings`, then press *Try again*.",
    ),
    (
        Reason(code="smartbill.no_such_rate", facts={"rate": "19", "said": ""}),
        "Cota de TVA 19% nu există în contul vostru SmartBill. Verificați cota în magazin și în `/smartbill settings`; dacă este corectă, adăugați-o în SmartBill la *Configurare → Cote TVA*. Apoi apăsați *Încearcă din nou*.",
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
        "unreachable",
        "unknown",
        "no_pdf",
        "no_anchor_series",
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

    shown = card(a_life("open", a_story(findings=findings))).blocks[3]["text"]["text"]

    assert shown == (
        ":no_entry: Totalul din magazin este 2.113,20, al documentului ar fi 1.113,20: o diferență de "
        "1.000,00. Nu poate fi emis până nu sunt egale.\n"
        ":warning: La 21% magazinul spune TVA 1.193,20, noi calculăm 193,20. Verificați."
    )


def test_an_unanswered_attempt_says_that_nothing_is_sent_twice() -> None:
    advice = card(a_life("unknown")).blocks[3]["text"]["text"]

    assert advice == (
        f"Trimisă {WHEN}, fără răspuns. Căutăm în seria FCT până când suntem siguri; între timp nu se "
        "trimite nimic a doua oară. Vă rugăm să nu o emiteți acum de mână."
    )
