"""The settings form: what is shown is what is read back, and what is wrong stands under its field."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.payments import PaymentType
from bot.domain.shops import ChargesVat, CollectOnPaid, Document, Series, ShopSettings
from bot.flows.settings_forms import SettingsForm
from bot.flows.shops import NOTHING_NEW, Secrets
from bot.sandbox.slack.views import too_large, view_problems
from bot.slack.forms.settings import read_metadata, restored_in, settings_form
from bot.slack.forms.settings_changes import looking, reading, switched
from bot.slack.forms.settings_fields import read_roughly, read_settings
from bot.words.say import SENTENCES, Language, say
from tests.builders import a_rule, a_shop, some_settings
from tests.slack.filling import field, fields, filled, untouched
from tests.slack.reading import buttons, labels, read

LANGUAGES: tuple[Language, Language] = ("ro", "en")
each_language = pytest.mark.parametrize("language", LANGUAGES)

SERIES = (Series("FCT", "invoice", 12), Series("SLKP", "proforma", 226))

CHANGES: list[dict[str, Any]] = [
    {"active": True},
    {"active": False},
    {"smartbill_email": "alta@magazin-exemplu.example"},
    {"cif": "99999992"},
    {"series": "SLKP", "document": Document.PROFORMA},
    {"anchor_series": "SLKP"},
    *(
        {"series": "SLKP", "document": Document.PROFORMA, "invoice_series": name}
        for name in ("", "FCT", "VECHE")
    ),
    {
        "series": "SLKP",
        "document": Document.PROFORMA,
        "invoice_series": "FCT",
        "invoice_proforma_on_paid": True,
    },
    *({"invoice_proforma_on_paid": yes} for yes in (True, False)),
    *({"document_language": code} for code in ("RO", "EN", "FR", "IT", "DE")),
    {"automatic": True, "only_with_billing": True},
    {"automatic": True, "only_with_billing": False},
    {"automatic": False},
    *({"statuses": (status,)} for status in ("new_order", "paid", "completed", "fulfilled")),
    {"statuses": ("new_order", "paid", "completed", "fulfilled", "order-on-hold", "gata de livrare")},
    {"statuses": ("order-on-hold",)},
    {"save_customers": True},
    {"save_products": True},
    {"save_customers": True, "save_products": True},
    {"channel": "C0ALTUL"},
    {"quiet_channel": "C0LINISTE"},
    {"quiet_channel": ""},
    {"approvers": ("U0ANA", "U0MIHAI")},
    {"approvers": ()},
    {"approver_groups": ("S0CONTABIL", "S0AMIEI")},
    {"approver_groups": ()},
    *({"second_above": Decimal(lei)} for lei in ("0", "5000", "4999.99", "5000.00", "999999999999")),
    {"second_above": None},
    *({"four_eyes": yes} for yes in (True, False)),
    {"admins": ("U0ANA", "U0MIHAI")},
    {"admins": ()},
    {"due_days": 0},
    {"due_days": 365},
    {"vat_fallback": None},
    {"vat_fallback": Decimal(0)},
    {"vat_fallback": Decimal(20)},
    {"vat_fallback": Decimal("5.5")},
    {"vat_fallback": Decimal(100)},
    *({"charges_vat": way, "charges_rate": Decimal(21)} for way in ChargesVat),
    {"charges_vat": ChargesVat.HIGHEST, "charges_rate": None},
    {"charges_rate": Decimal(0)},
    {"charges_rate": Decimal("5.5")},
    {"charges_rate": Decimal(100)},
    {"vat_names": {}},
    {"vat_names": {"0": "SDD"}},
    {"vat_names": {"21": "Normala", "5.5": "a = b", "0": "Scutit <&> „x”"}},
    {"vat_names": {str(rate): "x" * 100 for rate in range(20)}},
    {"sgr_tax_name": "SDD"},
    {"sgr_tax_name": "x" * 100},
    {"sgr_tax_name": ""},
    *({"round_totals": yes} for yes in (True, False)),
    *({"verify_buyers": yes} for yes in (True, False)),
    {"unit": "set"},
    {"mentions": "Vă mulțumim!\nTermen de plată: 5 zile <&>"},
    {"mentions": ""},
    *({"collect_on_paid": choice} for choice in CollectOnPaid),
    {"payment_types": {}},
    {"payment_types": {"cod": PaymentType.ON_DELIVERY, "plată = rate": PaymentType.CARD}},
    *({"shop_url": url} for url in ("", "https://www.lampi.example")),
    {"payment_types": {way.value.lower(): way for way in PaymentType}},
]

#: Rules have forms of their own.
SET_ELSEWHERE = {"rules"}

WRONG: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({"cif": "RO12345678"}, {"cif": "form.error.cif"}),
    ({"cif": "abc"}, {"cif": "form.error.cif"}),
    ({"shop_url": "lampi example"}, {"shop_url": "form.error.shop_url"}),
    ({"shop_key": "cheiță"}, {"shop_key": "form.error.secret"}),
    ({"shop_key": "CHEIE 1"}, {"shop_key": "form.error.secret"}),
    ({"statuses": []}, {"statuses": "form.error.statuses"}),
    ({"statuses": [], "other_statuses": " , ,"}, {"statuses": "form.error.statuses"}),
    *(({"vat_fallback": rate}, {"vat_fallback": "form.error.rate"}) for rate in ("abc", "-1", "101", "21%")),
    *(
        ({"charges_rate": rate}, {"charges_rate": "form.error.rate"})
        for rate in ("abc", "-1", "101", "21%", "1e1")
    ),
    ({"charges_vat": "one"}, {"charges_rate": "form.error.charges_rate"}),
    ({"charges_vat": "one", "charges_rate": "   "}, {"charges_rate": "form.error.charges_rate"}),
    ({"charges_vat": "one", "charges_rate": "mult"}, {"charges_rate": "form.error.rate"}),
    *(
        ({"vat_names": text}, {"vat_names": "form.error.vat_names"})
        for text in (
            "SDD",
            "0 =",
            "= SDD",
            "0: SDD",
            "101 = X",
            "0 = SDD\nx",
            "0 = SDD\n0.0 = SFDD",
            "-1 = X",
        )
    ),
    *(
        ({"approver_groups": ids}, {"approver_groups": "form.error.groups"})
        for ids in ("@contabilitate", "S0CONTABIL, U0ANA", "S")
    ),
    *(
        ({"second_above": lei}, {"second_above": "form.error.amount"})
        for lei in ("mult", "-1", "12.3456", "1e3")
    ),
    *(({"due_days": days}, {"due_days": "form.error.days"}) for days in ("366", "-1", "1.5", "zi", "²")),
    *(
        ({"payment_types": text}, {"payment_types": "form.error.payment_types"})
        for text in ("cod", "cod = Numerar", "= Card", "cod: Ramburs", "cod = Ramburs\nx")
    ),
    ({"cif": "x", "due_days": "x"}, {"cif": "form.error.cif", "due_days": "form.error.days"}),
]


def a_form(language: Language = "ro", **changes: Any) -> SettingsForm:
    """The open form of a CloudCart shop with these settings."""
    settings = some_settings(bot_language=language, **changes)
    shop = a_shop(kind="cloudcart", settings=settings)
    return SettingsForm(shop=shop, settings=settings, stage="open", series=SERIES)


@each_language
@pytest.mark.parametrize("changes", CHANGES, ids=str)
def test_an_untouched_form_reads_back_as_what_is_set(changes: dict[str, Any], language: Language) -> None:
    form = a_form(language, **changes)
    view = settings_form(form)
    others = {
        "channel": "C0ALTCEVA",
        "unit": "kg",
        "approvers": ("U0ALTUL",),
        "admins": ("U0ALTUL",),
        "approver_groups": ("S0ALTUL",),
        "second_above": Decimal(7),
    }
    before = form.settings.model_copy(update=others | {"active": False})

    assert view_problems(view) == []
    assert read_settings(untouched(view), before) == (form.settings, NOTHING_NEW)


def test_every_setting_is_changed_by_some_example_above() -> None:
    shown = {name for changes in CHANGES for name in changes} | {"bot_language"}

    assert shown | SET_ELSEWHERE == set(ShopSettings.model_fields)


def test_what_is_set_elsewhere_is_left_alone() -> None:
    before = some_settings(rules=(a_rule(),))

    read_back = read_settings(untouched(settings_form(a_form())), before)

    assert read_back == (before, NOTHING_NEW)


def test_what_is_not_shown_stays_as_it_was() -> None:
    view = settings_form(a_form(automatic=False))

    for before in (True, False):
        read_back = read_settings(untouched(view), some_settings(only_with_billing=before))
        assert not isinstance(read_back, dict)
        assert read_back[0].only_with_billing is before


@pytest.mark.parametrize(("typed", "wrong"), WRONG, ids=str)
def test_what_is_wrong_stands_under_its_field(typed: dict[str, Any], wrong: dict[str, str]) -> None:
    view = settings_form(a_form())

    assert read_settings(filled(view, **typed), some_settings()) == wrong
    assert set(wrong) <= set(fields(view))
    assert set(wrong.values()) <= set(SENTENCES["ro"])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("RO 9999 9992", "RO99999992"),
        ("ro99999992", "RO99999992"),
        ("CUI: 99999992", "99999992"),
        ("C.I.F. RO99999992", "RO99999992"),
        ("\u200b99999992", "99999992"),
    ],
)
def test_the_company_number_is_stored_as_smartbill_takes_it(typed: str, stored: str) -> None:
    read_back = read_settings(filled(settings_form(a_form()), cif=typed), some_settings())

    assert not isinstance(read_back, dict)
    assert read_back[0].cif == stored


def test_a_typed_token_is_read_but_never_shown() -> None:
    form = replace(a_form(), typed_id="t-1")
    token = "003|a1b2c3d4e5f60718"

    view = settings_form(form)
    read_back = read_settings(filled(view, token=token), some_settings())

    assert not isinstance(read_back, dict)
    assert read_back[1] == Secrets(token)
    assert "initial_value" not in field(view, "token")["element"]
    assert read_metadata(view["private_metadata"]) == ("lampi", "t-1", 0)


@each_language
def test_a_typed_key_is_read_but_never_shown(language: Language) -> None:
    view = settings_form(replace(a_form(language), typed_id="t-1", has_typed_key=True))

    read_back = read_settings(filled(view, shop_key="CHEIE01"), some_settings())

    assert not isinstance(read_back, dict)
    assert read_back[1] == Secrets(key="CHEIE01")
    assert "initial_value" not in field(view, "shop_key")["element"]
    told = {"ro": "s-a reținut cea pe care ați scris-o", "en": "the one you typed is kept"}[language]
    assert field(view, "shop_key")["element"]["placeholder"]["text"] == told


def test_an_address_is_tidied() -> None:
    read_back = read_settings(filled(settings_form(a_form()), shop_url="www.lampi.example/"), some_settings())

    assert not isinstance(read_back, dict)
    assert read_back[0].shop_url == "https://www.lampi.example"


def test_a_shop_that_cannot_be_asked_shows_no_address_and_keeps_what_was_set() -> None:
    before = some_settings(shop_url="https://lampi.example")
    view = settings_form(SettingsForm(shop=a_shop(), settings=before, stage="open", series=SERIES))

    assert not {"shop_url", "shop_key"} & set(fields(view))
    assert read_settings(untouched(view), before) == (before, NOTHING_NEW)


@pytest.mark.parametrize(
    ("hint", "is_typed", "shown"),
    [
        ("••••1f3a", False, "••••1f3a"),
        ("", False, "niciunul păstrat încă"),
        ("••••1f3a", True, "s-a reținut cel pe care l-ați scris"),
    ],
)
def test_the_tokens_place_says_what_is_known_of_it(hint: str, *, is_typed: bool, shown: str) -> None:
    form = a_form()
    shop = form.shop.model_copy(update={"token_hint": hint})
    form = replace(form, shop=shop, typed_id="t-1", has_typed_token=is_typed)

    assert field(settings_form(form), "token")["element"]["placeholder"]["text"] == shown


@each_language
def test_the_statuses_that_the_shops_orders_had_can_be_picked(language: Language) -> None:
    settings = some_settings(bot_language=language, statuses=("paid", "gata de livrare", "order-rare"))
    seen = ("pending", "gata de livrare", "paid", "a, b", "x" * 151)
    shop = a_shop(settings=settings)
    form = SettingsForm(shop=shop, settings=settings, stage="open", series=SERIES, statuses=seen)
    view = settings_form(form)
    element = field(view, "statuses")["element"]

    assert view_problems(view) == []
    values = [option["value"] for option in element["options"]]
    assert values == ["new_order", "paid", "completed", "fulfilled", "pending", "gata de livrare"]
    pending = {"ro": "în așteptare", "en": "waiting"}[language]
    assert [option["text"]["text"] for option in element["options"]][-2:] == [pending, "gata de livrare"]
    assert field(view, "other_statuses")["element"]["initial_value"] == "order-rare"
    assert read_settings(untouched(view), settings) == (settings, NOTHING_NEW)


@each_language
def test_statuses_are_called_what_the_shops_people_call_them(language: Language) -> None:
    names = {"paid": "Achitata", "order-rare": "De <!here> confirmat", "x": "n" * 100}
    form = replace(a_form(language), statuses=("paid", "order-rare", "x", "altul"), status_names=names)
    view = settings_form(form)
    options = {one["value"]: one["text"]["text"] for one in field(view, "statuses")["element"]["options"]}

    assert view_problems(view) == []
    assert options["paid"] == say(language, "status.paid")
    assert (options["order-rare"], options["altul"]) == ("De <!here> confirmat", "altul")
    assert len(options["x"]) <= 75


def test_of_very_many_statuses_slack_is_given_a_hundred() -> None:
    settings = some_settings(statuses=("s149",))
    seen = tuple(f"s{number}" for number in range(150))
    form = SettingsForm(shop=a_shop(), settings=settings, stage="open", series=SERIES, statuses=seen)
    view = settings_form(form)

    assert view_problems(view) == []
    assert len(field(view, "statuses")["element"]["options"]) == 100
    assert read_settings(untouched(view), settings) == (settings, NOTHING_NEW)


def test_what_is_wrong_so_far_counts_as_it_was_where_the_form_is_only_looked_at() -> None:
    before = some_settings(due_days=14)
    view = settings_form(a_form(series=""))
    typed = filled(view, cif="RO1", due_days="zi", statuses=[], unit="set", token="003|abc", series=None)

    read_so_far = read_roughly(typed, before)

    assert read_so_far == (before.model_copy(update={"unit": "set"}), Secrets("003|abc"))


@each_language
def test_while_the_series_are_read_again_there_is_nothing_to_press_twice(language: Language) -> None:
    form = replace(a_form(language), typed_id="t-1", version=7, restores=2)
    view = settings_form(form) | {"id": "V1", "hash": "1.h"}

    now = reading(language, view, typed_id="t-2")

    assert view_problems(now) == []
    assert "settings.refresh" in buttons(view["blocks"])
    assert "settings.refresh" not in buttons(now["blocks"])
    assert fields(now) == [name for name in fields(view) if name != "series"]
    assert read_metadata(now["private_metadata"]) == ("lampi", "t-2", 7)
    assert restored_in(now["private_metadata"]) == 2


def test_while_the_series_are_read_again_the_ones_that_were_chosen_are_kept() -> None:
    chosen: dict[str, Any] = {"series": "SLKP", "document": Document.PROFORMA, "invoice_series": "FCT"}
    errors = {"invoice_series": ("smartbill.no_invoice_series", {"series": "FCT", "said": ""})}
    view = settled(settings_form(replace(a_form(**chosen), errors=errors)))

    now = reading("ro", view, typed_id="t-2")

    assert [name for name in fields(view) if name not in fields(now)] == ["series", "invoice_series"]
    assert "invoice_series.problem" not in [block.get("block_id") for block in now["blocks"]]
    assert read_settings(untouched(now), some_settings(**chosen)) == (some_settings(**chosen), NOTHING_NEW)


def test_the_series_are_offered_with_their_next_numbers() -> None:
    options = field(settings_form(a_form()), "series")["element"]["options"]

    assert [option["text"]["text"] for option in options] == [
        "FCT · factură · urmează 12",
        "SLKP · proformă · urmează 226",
    ]


@pytest.mark.parametrize("changes", [{"series": "VECHE"}, {"series": "VECHE", "document": Document.PROFORMA}])
def test_a_series_that_is_gone_is_still_shown_and_called_gone(changes: dict[str, Any]) -> None:
    form = a_form(**changes)
    element = field(settings_form(form), "series")["element"]

    assert element["initial_option"]["text"]["text"] == "VECHE · nu mai există în SmartBill"
    assert len(element["options"]) == len(SERIES) + 1
    assert read_settings(untouched(settings_form(form)), form.settings) == (form.settings, NOTHING_NEW)


def test_a_form_without_a_series_offers_those_of_the_account_and_chooses_none() -> None:
    view = settings_form(a_form(series=""))

    assert view_problems(view) == []


def test_while_no_series_can_be_read_the_one_that_is_set_is_offered() -> None:
    view = settings_form(replace(a_form(), series=()))

    assert view_problems(view) == []
    assert [option["value"] for option in field(view, "series")["element"]["options"]] == ["invoice:FCT"]


def test_of_more_series_than_slack_can_show_a_hundred_are_offered() -> None:
    many = tuple(Series(f"FCT{n:03}", "invoice", n) for n in range(150))

    view = settings_form(replace(a_form(series="FCT007"), series=many))

    assert view_problems(view) == []
    assert len(field(view, "series")["element"]["options"]) == 100


def test_of_more_series_than_slack_can_show_the_one_that_is_set_is_always_there() -> None:
    many = tuple(Series(f"FCT{n:03}", "invoice", n) for n in range(150))

    view = settings_form(replace(a_form(series="FCT120"), series=many))

    element = field(view, "series")["element"]
    assert view_problems(view) == []
    assert len(element["options"]) == 100
    assert element["initial_option"]["text"]["text"] == "FCT120 · factură · urmează 120"


@each_language
@pytest.mark.parametrize("stage", ["loading", "checking", "saved"])
def test_a_form_between_two_states_has_nothing_to_press(stage: Any, language: Language) -> None:
    view = settings_form(replace(a_form(language), stage=stage))

    assert view_problems(view) == []
    assert "submit" not in view
    assert fields(view) == []


def test_a_wrong_token_is_explained_under_the_token() -> None:
    form = replace(a_form(), errors={"token": ("smartbill.auth", {"said": "Autentificare esuata."})})

    blocks = settings_form(form)["blocks"]
    names = [block.get("block_id") for block in blocks]
    under = blocks[names.index("token") + 1]

    assert "SmartBill nu acceptă adresa de e-mail și tokenul: „Autentificare esuata.”." in read(under)


def test_what_is_wrong_with_the_whole_stands_on_top() -> None:
    errors = {"form": ("smartbill.unreachable", {"said": ""})}
    form = replace(a_form(), was_sent=True, errors=errors)

    assert read(settings_form(form)["blocks"][0]).startswith(":warning: *Nu s-a salvat.* SmartBill nu poate")


@pytest.mark.parametrize(
    ("language", "was_sent", "said"),
    [
        (
            "ro",
            True,
            (
                ":warning: *Nu s-a salvat.* Motivul este scris sub fiecare câmp de corectat: "
                "Tokenul SmartBill; Seria documentelor."
            ),
        ),
        (
            "en",
            True,
            (
                ":warning: *Not saved.* The reason is shown under each field that needs correcting: "
                "SmartBill token; Series for documents."
            ),
        ),
        (
            "en",
            False,
            (
                ":warning: *Something is not right.* The reason is shown under each field that needs "
                "correcting: SmartBill token; Series for documents."
            ),
        ),
    ],
)
def test_the_fields_that_are_wrong_are_named_on_top(language: Language, was_sent: bool, said: str) -> None:
    errors = {
        "token": ("smartbill.auth", {"said": "Autentificare esuata."}),
        "series": ("smartbill.no_such_series", {"series": "VECHE"}),
    }

    view = settings_form(replace(a_form(language), was_sent=was_sent, errors=errors))

    assert view_problems(view) == []
    assert read(view["blocks"][0]) == said


def test_in_the_form_nobody_is_sent_to_the_form_or_to_a_card() -> None:
    errors = {"series": ("smartbill.no_such_series", {"series": "VECHE"})}

    shown = read(settings_form(replace(a_form(), errors=errors))["blocks"])

    assert "SmartBill nu cunoaște seria VECHE la această firmă. Alegeți alta din listă" in shown
    assert "/smartbill settings" not in shown


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        (
            "smartbill.blocked",
            (
                "SmartBill ne blochează până la <!date^1795177920^{time}|14:32>, din cauza prea multor apeluri. "
                "Rămân în vigoare setările vechi; încercați din nou atunci."
            ),
        ),
        (
            "smartbill.busy",
            (
                "Toate apelurile pe care SmartBill ni le permite sunt folosite acum. Rămân în vigoare setările "
                "vechi; încercați din nou la <!date^1795177920^{time}|14:32>."
            ),
        ),
    ],
)
def test_whoever_has_to_wait_for_smartbill_is_told_until_when(slug: str, sentence: str) -> None:
    facts = {"said": "", "until": "2026-11-20T12:31:20+00:00"}

    form = replace(a_form(), was_sent=True, errors={"form": (slug, facts)})
    top = settings_form(form)["blocks"][0]

    assert read(top) == f":warning: *Nu s-a salvat.* {sentence}"


@each_language
def test_switching_automatic_on_asks_one_more_question_and_keeps_the_rest(language: Language) -> None:
    view = settings_form(a_form(language, automatic=False))

    changed = switched(language, view | {"id": "V1", "hash": "1.h"}, automatic=True)

    at = fields(view).index("automatic") + 1
    assert view_problems(changed) == []
    assert fields(changed) == [*fields(view)[:at], "only_with_billing", *fields(view)[at:]]
    assert {name: changed[name] for name in changed if name != "blocks"} == {
        name: view[name] for name in view if name != "blocks"
    }
    kept = [
        block for block in changed["blocks"] if block["block_id"] not in {"automatic", "only_with_billing"}
    ]
    assert kept == [block for block in view["blocks"] if block["block_id"] != "automatic"]


@each_language
def test_switching_there_and_back_leaves_the_form_as_it_was(language: Language) -> None:
    view = settings_form(a_form(language, automatic=False))

    back = switched(language, switched(language, view, automatic=True), automatic=False)

    assert back == view


def test_whoever_saves_a_shop_that_is_off_reads_that_nothing_is_issued() -> None:
    off = read(settings_form(replace(a_form(active=False), stage="saved"))["blocks"])
    on = read(settings_form(replace(a_form(active=True), stage="saved"))["blocks"])

    told = ":white_check_mark: *Salvat.* Magazinul este oprit: nu se emite și nu se propune nimic."
    assert off == told
    assert on.startswith(":white_check_mark: *Salvat.* Setările magazinului Lămpi Exemplu se aplică de acum.")


@each_language
@pytest.mark.parametrize("missed", [1, 2, 25])
@pytest.mark.parametrize("stage", ["open", "saved"])
def test_what_came_while_the_shop_was_off_can_be_looked_at_once(
    language: Language, missed: int, stage: Any
) -> None:
    view = settings_form(replace(a_form(language), stage=stage, missed=missed))

    now = looking(language, settled(view), missed)

    assert view_problems(view) == view_problems(now) == []
    assert "settings.catch_up" in buttons(view["blocks"])
    assert "settings.catch_up" not in buttons(now["blocks"])
    assert fields(now) == fields(view)
    assert len(now["blocks"]) == len(view["blocks"]) - 1


def settled(view: dict[str, Any]) -> dict[str, Any]:
    """The view as Slack hands it back: every block with an id."""
    blocks = [{"block_id": f"b{place}", **block} for place, block in enumerate(view["blocks"])]
    return view | {"id": "V1", "hash": "1.h", "blocks": blocks}


@pytest.mark.parametrize(
    ("language", "missed", "said"),
    [
        ("ro", 1, "Verifică acum 1 comandă venită între timp"),
        ("ro", 3, "Verifică acum cele 3 comenzi venite între timp"),
        ("ro", 20, "Verifică acum cele 20 de comenzi venite între timp"),
        ("en", 20, "Look at the 20 orders that came meanwhile"),
    ],
)
def test_the_button_says_how_many_orders_came_meanwhile(language: Language, missed: int, said: str) -> None:
    assert labels(settings_form(replace(a_form(language), missed=missed))["blocks"])[0] == said


def test_whoever_asks_second_is_told_that_nothing_is_left() -> None:
    view = settings_form(replace(a_form("en"), stage="saved", missed=3))

    assert "somebody has already asked for it" in read(looking("en", settled(view), 0)["blocks"])


_ODD = ("settings.remark.rate", {"odd": "z" * 5000, "rates": "21%, 11%"})


@each_language
def test_slack_takes_the_form_also_where_everything_is_as_large_as_it_can_be(language: Language) -> None:
    settings = some_settings(
        bot_language=language,
        series="S" * 300,
        anchor_series="A" * 300,
        statuses=tuple(f"{number}{'s' * 60}" for number in range(40)),
        document=Document.PROFORMA,
        invoice_series="I" * 100,
        invoice_proforma_on_paid=True,
        approvers=tuple(f"U{number:010}" for number in range(100)),
        approver_groups=tuple(f"S{number:020}" for number in range(40)),
        second_above=Decimal("999999999999.12"),
        four_eyes=True,
        smartbill_email=f"{'e' * 290}@magazin.example",
        unit="u" * 50,
        mentions="m" * 2000,
        payment_types={f"{number}{'p' * 40}": PaymentType.OTHER for number in range(45)},
        vat_names={str(rate): "x" * 100 for rate in range(20)},
        automatic=True,
    )
    form = SettingsForm(
        shop=a_shop(name="M" * 300, settings=settings),
        settings=settings,
        stage="open",
        series=tuple(
            Series(f"{number}{'S' * 120}"[:100], kind, 10**9)
            for number in range(300)
            for kind in ("proforma", "invoice")
        ),
        statuses=tuple(f"{number}{'t' * 140}" for number in range(300)),
        was_sent=True,
        missed=10**6,
        methods=tuple(f"{number}{'m' * 140}" for number in range(30)),
        remarks={
            **dict.fromkeys(("vat_fallback", "charges_rate", "vat_names"), _ODD),
            "payment_types": ("settings.remark.methods", {"methods": "z" * 5000, "seen": "z" * 5000}),
        },
    )
    wrong = {name: ("smartbill.auth", {"said": "z" * 5000}) for name in fields(settings_form(form))}

    view = settings_form(replace(form, errors=wrong))

    assert view_problems(view) == []
    assert view_problems(settings_form(replace(form, stage="saved"))) == []
    assert not too_large(view)
    assert len(wrong) > 25


@pytest.mark.parametrize("stage", ["loading", "checking", "saved"])
def test_the_longest_name_of_a_shop_fits(stage: Any) -> None:
    form = replace(a_form(), shop=a_shop(name="M" * 5000), stage=stage, missed=2)

    assert view_problems(settings_form(form)) == []
