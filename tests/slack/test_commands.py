"""What people type after `/smartbill`, and what they alone are answered."""

from datetime import UTC, datetime

import pytest

from bot.flows.errands import Errands
from bot.flows.vanishing import vanished
from bot.sandbox.slack.values import plain_values
from bot.slack.ids import Action, Command, Form
from bot.storage.queue import SqlQueue
from bot.wiring import SystemClock
from tests.slack.reading import read
from tests.slack.scenes import ANA, CHANNEL, GUEST, MIHAI, Scene, until

HELP = "*SmartBill Bot* emite în SmartBill facturi pentru comenzile magazinului. Puteți scrie:"


def asked(scene: Scene, text: str, user: str = ANA) -> str:
    """What a person is told who types this."""
    return scene.told_next(user, lambda: scene.type(user, f"/smartbill {text}".strip()))


@pytest.mark.parametrize("typed", ["", "help", "HELP"])
def test_help_names_every_command(scene: Scene, typed: str) -> None:
    told = asked(scene, typed)

    assert told.splitlines()[0] == HELP
    assert [line.split("`")[1].split()[1] for line in told.splitlines()[1:]] == list(Command)


@pytest.mark.parametrize(
    ("typed", "first_line"),
    [
        ("isue 1043", "Nu există `/smartbill isue`. Ați vrut să scrieți `/smartbill issue`?"),
        ("xyz", "Nu există `/smartbill xyz`. Puteți scrie:"),
        ("<!channel>", "Nu există `/smartbill &lt;!channel&gt;`. Puteți scrie:"),
        ("a`b*c", "Nu există `/smartbill a'b*c`. Puteți scrie:"),
        ("x" * 200, f"Nu există `/smartbill {'x' * 40}`. Puteți scrie:"),
    ],
)
def test_a_slip_of_the_keyboard_is_met_with_the_nearest_word(
    scene: Scene, typed: str, first_line: str
) -> None:
    assert asked(scene, typed).splitlines()[0] == first_line


@pytest.mark.parametrize("command", ["issue", "order", "collect"])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Despre ce comandă este vorba? Adăugați numărul ei, de exemplu `/smartbill {command} 1043`."),
        (
            "99999",
            "Comanda 99999 nu este cunoscută aici. Comenzile apar când ne anunță magazinul: verificați numărul sau salvați comanda încă o dată în magazin.",
        ),
        (
            "<!channel>",
            "Comanda &lt;!channel&gt; nu este cunoscută aici. Comenzile apar când ne anunță magazinul: verificați numărul sau salvați comanda încă o dată în magazin.",
        ),
    ],
)
def test_an_order_that_is_not_known_is_asked_back(scene: Scene, command: str, typed: str, told: str) -> None:
    assert asked(scene, f"{command} {typed}") == told.format(command=command)


def test_the_life_of_an_order_is_told_with_its_reasons(scene: Scene) -> None:
    number = scene.paid_order()
    scene.issued(number)

    told = until(lambda: _with(asked(scene, f"order {number}"), "emisă FCT"))

    assert told.splitlines()[0] == f"*Comanda {number}* · Dan T. · Magazin Exemplu"
    assert "Starea în magazin: „plătită”, schimbată <!date^" in told
    assert "Decizia: starea comenzii este „plătită”; emiterea automată este oprită." in told
    assert "regula magazinului: a propus documentul" in told
    assert "<@U0ANA>: a aprobat" in told
    assert ", 165.19 RON" in told or ", 165,19 RON" in told


def test_an_order_may_be_named_with_its_shop_and_a_hash(scene: Scene) -> None:
    number = scene.order()
    until(lambda: _with(asked(scene, f"order #{number}"), f"*Comanda {number}*"))

    assert asked(scene, f"order Magazin Exemplu/{number}").startswith(f"*Comanda {number}*")


def test_an_order_that_waits_for_its_status_says_what_it_waits_for(scene: Scene) -> None:
    number = scene.order()

    told = until(lambda: _with(asked(scene, f"order {number}"), "Decizia"))

    assert "Lăsată fără document." in told
    assert "starea ei este „în așteptare”, iar documentele se fac pentru: " in told


def test_what_waits_and_what_is_unpaid_is_listed_oldest_first(scene: Scene) -> None:
    waiting, unpaid = scene.paid_order(), scene.paid_order()
    scene.issued(unpaid)

    pending_list, unpaid_list = asked(scene, "pending"), asked(scene, "unpaid")

    assert f"• *{waiting}* · Dan T. · 165,19 RON · :large_yellow_circle: *Așteaptă aprobarea* · azi" in (
        pending_list.splitlines()
    )
    assert f"*{unpaid}*" not in pending_list
    assert any(line.startswith(f"• *{unpaid}* · Dan T. · 165,19 RON") for line in unpaid_list.splitlines())
    assert f"*{waiting}*" not in unpaid_list


def test_an_order_that_nobody_proposed_is_issued_by_hand(scene: Scene) -> None:
    number = scene.order()
    until(lambda: _with(asked(scene, f"order {number}"), "Decizia"))

    scene.type(MIHAI, f"/smartbill issue {number}")
    form = scene.form(MIHAI, Form.ISSUE)
    sent = scene.submit(MIHAI, Form.ISSUE)

    assert f"*Comanda {number}* pentru *Dan Testescu*" in read(form.blocks)
    assert "*165,19 RON*" in read(form.blocks)
    assert sent == {"ok": True, "errors": {}}
    scene.card(number, saying="a fost emisă")
    assert len(scene.documents(number)) == 1


def test_whoever_issues_by_hand_after_a_no_reads_who_said_it_and_why(scene: Scene) -> None:
    number = scene.paid_order()
    scene.card(number)
    scene.press(ANA, Action.DECLINE, number)
    scene.submit(ANA, Form.DECLINE, reason="Comandă de probă")
    scene.card(number, saying="Respinsă")

    scene.type(MIHAI, f"/smartbill issue {number}")
    form = scene.form(MIHAI, Form.ISSUE)

    first = read(form.blocks[:1])
    assert first.startswith(f":warning: *Comanda a mai fost respinsă* de <@{ANA}> · ")
    assert first.endswith(": Comandă de probă")


def test_an_order_that_changed_under_the_preview_is_not_issued(scene: Scene) -> None:
    number = scene.order()
    until(lambda: _with(asked(scene, f"order {number}"), "Decizia"))
    scene.type(MIHAI, f"/smartbill issue {number}")
    scene.form(MIHAI, Form.ISSUE)
    scene.world.shop.edit(number, "MOKA-6", 2)
    scene.world.shop.set_status(number, "paid")
    scene.card(number)

    scene.submit(MIHAI, Form.ISSUE)

    [view] = scene.world.slack.views(MIHAI)
    assert "s-a schimbat cât timp o priveați" in read(view.blocks)
    assert scene.documents(number) == []


def test_an_order_with_its_document_gets_no_second_one(scene: Scene) -> None:
    number = scene.paid_order()
    document = scene.issued(number)

    assert asked(scene, f"issue {number}") == f"Comanda are deja documentul ei: FCT {document.number}."


def test_an_order_whose_document_is_gone_is_a_person_s_to_issue_again(scene: Scene) -> None:
    number = scene.paid_order()
    document = scene.issued(number)
    ledger = scene.world.app.ledger
    life = scene.world.app.flows.overview.find(str(number))
    assert life.invoice is not None

    vanished(ledger, Errands(SqlQueue(scene.world.app.database, SystemClock())), life.invoice)

    scene.card(number, saying=f"FCT {document.number} nu mai există în SmartBill")
    assert asked(scene, f"collect {number}") == (
        f"FCT {document.number} nu mai există în SmartBill, deci nu este nimic de încasat. Uitați-vă la cardul comenzii."
    )
    scene.type(MIHAI, f"/smartbill issue {number}")
    assert scene.submit(MIHAI, Form.ISSUE) == {"ok": True, "errors": {}}
    scene.card(number, saying="a fost emisă")
    assert len(scene.documents(number)) == 2


def test_a_guest_issues_nothing_and_changes_nothing(scene: Scene) -> None:
    number = scene.paid_order()

    assert asked(scene, f"issue {number}", GUEST).startswith(
        "Numai membrii spațiului de lucru, nu și invitații,"
    )
    assert asked(scene, "settings", GUEST).startswith("Numai membrii spațiului de lucru, nu și invitații,")
    assert scene.world.slack.views(GUEST) == []


def test_collect_opens_the_form_with_what_is_most_likely(scene: Scene) -> None:
    number = scene.paid_order()
    assert asked(scene, f"collect {number}") == f"Comanda {number} nu are încă o factură de încasat."
    scene.issued(number)

    scene.type(ANA, f"/smartbill collect {number}")
    form = scene.form(ANA, Form.COLLECT)

    typed = plain_values(form.values)
    today = datetime.now(UTC).date().isoformat()
    assert typed["amount"] == {"value": "165,19"}
    assert typed["type"] == {"value": "Card online"}
    assert typed["paid_on"]["value"][:7] == today[:7]
    assert scene.submit(ANA, Form.COLLECT)["ok"]
    scene.card(number, saying="– încasată*")


def test_a_form_that_slack_will_not_open_is_explained_after_the_command(scene: Scene) -> None:
    number = scene.paid_order()
    scene.world.slack.script("views.open", "internal_error")

    assert asked(scene, f"issue {number}") == "Slack este ocupat. Încercați din nou peste un minut."


def test_the_button_that_only_opens_a_page_is_acknowledged(scene: Scene) -> None:
    number = scene.paid_order()
    scene.issued(number)

    assert scene.press(ANA, Action.OPEN_DOCUMENT, number) == {"ok": True, "delivered": True}
    assert scene.world.slack.deliveries[-1].error is None
    assert [message.viewer for message in scene.world.slack.messages(CHANNEL)] == [None] * len(
        scene.world.slack.messages(CHANNEL)
    )


def _with(text: str, part: str) -> str | None:
    return text if part in text else None
