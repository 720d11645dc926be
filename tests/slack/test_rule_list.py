"""The list of rules: sentences in their order, what can be done to each, and no more than Slack takes."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.rulebook import MOST_RULES, Rule
from bot.domain.shops import Shop
from bot.flows.rules import Spot
from bot.flows.saving import Overtaken
from bot.sandbox.slack.blocks import problems
from bot.slack.ids import RuleChange
from bot.slack.mrkdwn import Mrkdwn
from bot.slack.rule_list import (
    PAGE,
    overtaken_text,
    page_of,
    read_page,
    read_spot,
    rules_message,
    which_message,
)
from bot.slack.rule_texts import default_text, rule_text
from bot.words.say import Language
from tests.builders import a_rule, a_shop, some_settings
from tests.slack.reading import buttons, foreign_markup, labels, read

LANGUAGES: tuple[Language, Language] = ("ro", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)
HOSTILE = "<!channel> & <https://x.example|aici>"


def a_shop_with(*rules: Rule, language: Language = "ro", **facts: Any) -> Shop:
    settings = some_settings(bot_language=language, rules=rules, **facts)
    return a_shop(settings=settings, version=7)


def some_rules(number: int) -> tuple[Rule, ...]:
    return tuple(a_rule(id=f"r-{n}", name=f"Regula {n}") for n in range(1, number + 1))


def menus(shop: Shop, page: int = 1) -> list[tuple[str, list[str]]]:
    """The menus of a page: the rule's place, and what can be chosen."""
    blocks = rules_message(shop, page=page).blocks
    return [
        (block["block_id"], [option["value"] for option in block["accessory"]["options"]])
        for block in blocks
        if "accessory" in block
    ]


def test_rules_are_sentences_in_their_order_and_the_default_one_is_the_last() -> None:
    shop = a_shop_with(
        a_rule(statuses=("paid",), total_from="5000", approvers=("U0ANA",)),
        a_rule(id="r-2", name="Firme", is_company=True, active=False),
        automatic=True,
    )

    blocks = rules_message(shop).blocks

    title, *sentences = [block["text"]["text"] for block in blocks if block["type"] == "section"]
    assert title.startswith("*Regulile magazinului Lămpi Exemplu.* Comenzii i se aplică prima regulă")
    assert sentences == [
        (
            "*1.* Toate: dacă starea este „plătită (sau finalizată)” și totalul este de cel puțin "
            "5.000,00 RON, documentul se emite imediat (pot aproba <@U0ANA>)."
        ),
        "*2.* Firme: dacă cumpărătorul este o firmă, documentul se emite imediat. Oprită.",
        (
            "*3.* Regula implicită: dacă starea este „plătită (sau finalizată)” și clientul a completat "
            "datele de facturare, documentul se emite imediat (factură, seria FCT).\n"
            "_Este mereu ultima și urmează setările din `/smartbill settings`._"
        ),
    ]
    assert labels(blocks) == ["Adaugă o regulă"]


def test_what_can_be_done_to_a_rule_is_said_in_words() -> None:
    menus = [
        block["accessory"]
        for block in rules_message(a_shop_with(*some_rules(3))).blocks
        if "accessory" in block
    ]

    assert read(menus[1]).split("\n") == ["Modifică", "Mută mai sus", "Mută mai jos", "Oprește", "Șterge"]
    off = rules_message(a_shop_with(a_rule(active=False))).blocks[1]["accessory"]
    assert read(off).split("\n") == ["Modifică", "Pornește", "Șterge"]


def test_while_automatic_issuing_is_off_the_list_says_what_that_means() -> None:
    assert "Emiterea automată este oprită" in read(rules_message(a_shop_with(a_rule())).blocks)
    assert "Emiterea automată este oprită" not in read(rules_message(a_shop_with()).blocks)


def test_the_first_goes_no_further_up_and_the_last_no_further_down() -> None:
    edit, up, down, off, remove = (RuleChange(each) for each in ("edit", "up", "down", "off", "remove"))

    assert menus(a_shop_with(*some_rules(3))) == [
        ("rule:1:7:lampi", [edit, down, off, remove]),
        ("rule:2:7:lampi", [edit, up, down, off, remove]),
        ("rule:3:7:lampi", [edit, up, off, remove]),
    ]
    assert menus(a_shop_with(*some_rules(1))) == [("rule:1:7:lampi", [edit, off, remove])]


def test_a_menu_knows_which_rule_of_which_list_it_stands_beside() -> None:
    assert read_spot("rule:2:7:lampi") == Spot("lampi", 2, 7)


@each_language
def test_the_most_rules_are_all_reachable_however_long_they_are(language: Language) -> None:
    words = tuple(f"{HOSTILE}{n}" for n in range(200))
    many = tuple(f"U{n:010}" for n in range(50))
    rules = tuple(
        a_rule(id="r" * 50 + str(n), name=f"&<>{n} {HOSTILE}"[:60], tags=words, methods=words, approvers=many)
        for n in range(MOST_RULES)
    )
    shop = a_shop_with(*rules, language=language, statuses=words)
    shop = shop.model_copy(update={"id": "s" * 37, "version": 12345})
    notice = overtaken_text(language, Overtaken(shop, "U0MIHAI", datetime(2026, 11, 20, tzinfo=UTC), words))

    seen: list[int] = []
    for page in range(1, 21):
        message = rules_message(shop, page=page, told=notice)
        assert problems(message.blocks, "message") == []
        seen += [read_spot(block_id).place for block_id, _ in menus(shop, page)]

    assert seen == list(range(1, MOST_RULES + 1))


@pytest.mark.parametrize(
    ("page", "turns"),
    [
        (1, ["rules.show:next", "rules.show:last"]),
        (2, ["rules.show:previous", "rules.show:next", "rules.show:last"]),
        (3, ["rules.show:first", "rules.show:previous", "rules.show:next"]),
        (4, ["rules.show:first", "rules.show:previous"]),
    ],
)
def test_pages_are_turned_where_there_is_another(page: int, turns: list[str]) -> None:
    message = rules_message(a_shop_with(*some_rules(4 * PAGE)), page=page)

    assert buttons(message.blocks) == ["rule.add", *turns]
    assert f"Pagina {page} din 4" in read(message.blocks)


def test_a_turned_page_is_the_one_that_the_button_names() -> None:
    rows = rules_message(a_shop_with(*some_rules(40)), page=3).blocks[-1]["elements"]

    assert [read_page(button["value"]) for button in rows[1:]] == [("lampi", 1), ("lampi", 2), ("lampi", 4)]


@pytest.mark.parametrize(("asked", "shown"), [(0, 1), (-3, 1), (9, 2), (2, 2)])
def test_a_page_that_is_gone_is_the_nearest_there_is(asked: int, shown: int) -> None:
    assert f"Pagina {shown} din 2" in read(rules_message(a_shop_with(*some_rules(11)), page=asked).blocks)


def test_the_default_rule_stands_on_the_last_page_only() -> None:
    shop = a_shop_with(*some_rules(11))

    shown = ["Regula implicită" in read(rules_message(shop, page=page).blocks) for page in (1, 2)]

    assert shown == [False, True]


@pytest.mark.parametrize(("place", "page"), [(1, 1), (10, 1), (11, 2), (200, 20)])
def test_a_rule_stands_on_its_page(place: int, page: int) -> None:
    assert page_of(place) == page


def test_where_no_more_rules_fit_none_can_be_added() -> None:
    few, many = some_rules(MOST_RULES - 1), some_rules(MOST_RULES)

    assert "rule.add" in buttons(rules_message(a_shop_with(*few)).blocks)
    assert "rule.add" not in buttons(rules_message(a_shop_with(*many)).blocks)


def test_what_is_told_stands_above_the_rules() -> None:
    message = rules_message(a_shop_with(a_rule()), told=Mrkdwn("Atenție!"))

    assert read(message.blocks).startswith("Atenție!\n")


@each_language
def test_no_foreign_markup_gets_through_and_people_are_mentioned(language: Language) -> None:
    rule = a_rule(
        name=HOSTILE,
        statuses=(HOSTILE,),
        methods=(HOSTILE,),
        tags=(HOSTILE,),
        shipping=(HOSTILE,),
        series=HOSTILE,
        approvers=("U0ANA", HOSTILE, "U0MIHAI"),
    )
    shop = a_shop_with(rule, language=language, series=HOSTILE, statuses=(HOSTILE,))
    shop = shop.model_copy(update={"name": HOSTILE})

    blocks = rules_message(shop).blocks

    assert foreign_markup(blocks) == ""
    assert foreign_markup(which_message(language, (shop,)).text) == ""
    assert foreign_markup(str(default_text(language, shop.settings))) == ""


def test_a_name_cannot_put_itself_in_a_persons_place() -> None:
    told = rule_text("en", a_rule(name="\ue000 Mari", approvers=("U0ANA", "U0MIHAI")))

    assert told == "Mari: always; the document is issued at once (<@U0ANA> or <@U0MIHAI> may approve)."


@each_language
def test_however_much_a_rule_looks_at_what_happens_then_is_told_whole(language: Language) -> None:
    rule = a_rule(
        name="&" * 60,
        statuses=("paid", "fulfilled"),
        methods=tuple(f"metoda-{n}" for n in range(40)),
        tags=tuple(f"<eticheta> & {n}" for n in range(40)),
        weekdays=(1, 2, 3),
        action="propose",
        approvers=("U0ANA",),
        collects=True,
        payment_type="Card",
    )

    told = rule_text(language, rule)

    whole = {
        "ro": "…, se cere o aprobare (pot aproba <@U0ANA>, apoi se înregistrează încasarea întregii sume "
        "a facturii ca Card, chiar dacă nu este plătită).",
        "en": "…, approval is requested (<@U0ANA> may approve, then the invoice's whole amount is recorded "
        "as received as Card, even if it is not paid).",
    }
    assert told.endswith(whole[language])


def test_of_many_people_the_first_ten_are_named() -> None:
    told = rule_text("en", a_rule(approvers=tuple(f"U{n}" for n in range(11))))

    assert told.endswith("<@U9> or … may approve).")


def test_the_question_which_has_a_button_for_each_shop() -> None:
    shops = (a_shop(), a_shop(id="vaze", name="V" * 80))

    message = which_message("ro", shops)

    assert problems(message.blocks, "message") == []
    assert buttons(message.blocks) == ["rules.show:lampi", "rules.show:vaze"]
    assert labels(message.blocks) == ["Lămpi Exemplu", "V" * 74 + "…"]


@each_language
def test_of_very_many_shops_the_others_can_be_named(language: Language) -> None:
    shops = tuple(a_shop(id=f"magazin-exemplu-lung-{n:06}", name=f"{n} {HOSTILE}" * 9) for n in range(26))

    message = which_message(language, shops)

    assert problems(message.blocks, "message") == []
    assert len(buttons(message.blocks)) == 25
    assert "/smartbill rules " in read(message.blocks)


def test_changes_of_rules_there_and_back_are_told_too() -> None:
    came = Overtaken(a_shop(), "U0MIHAI", datetime(2026, 11, 20, tzinfo=UTC), ())

    assert "): Reguli. " in overtaken_text("ro", came)
    assert json.dumps(overtaken_text("en", came))
