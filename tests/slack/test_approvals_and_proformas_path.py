"""Who approves and what follows proformas is set in the form, checked, and comes back with what is wrong."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from bot.domain.shops import Document
from bot.sandbox.slack.modals import View
from bot.sandbox.slack.values import plain_values
from bot.slack.ids import Action, Form
from tests.slack.filling import fields, plain
from tests.slack.reading import read
from tests.slack.scenes import ANA, MIHAI, Scene, until
from tests.slack.test_settings_path import opened, sent, stored, under
from tests.slack.test_several_people import put

SAVED = ":white_check_mark: *Salvat.*"


@pytest.fixture(autouse=True)
def _as_before_afterwards(scene: Scene) -> Iterator[None]:
    before = stored(scene)
    yield
    put(scene, **dict(before))


def choose(scene: Scene, series: str, **typed: object) -> dict[str, object]:
    """Choose this series in the open form, with whatever else stands typed there."""
    form = scene.form(ANA, Form.SETTINGS)
    values = plain(form.body, series=series, **typed)
    return scene.world.slack.press(ANA, Action.SERIES, view_id=form.id, selected=series, values=values)


def with_invoices(scene: Scene) -> View:
    """The form, as soon as it asks for the series of invoices."""
    return until(
        lambda: next(
            (one for one in scene.world.slack.views(ANA) if "invoice_series" in fields(one.body)), None
        )
    )


def test_who_approves_is_saved_with_its_amount(scene: Scene) -> None:
    opened(scene)

    told = sent(scene, approvers=[MIHAI], approver_groups="s0contabil", second_above="5.000,00", four_eyes=[])

    assert told.startswith(SAVED)
    settings = stored(scene)
    assert (settings.approvers, settings.approver_groups) == ((MIHAI,), ("S0CONTABIL",))
    assert (settings.second_above, settings.four_eyes) == (Decimal(5000), False)


def test_a_group_without_anybody_comes_back_under_its_field(scene: Scene) -> None:
    before = stored(scene)
    opened(scene)

    told = sent(scene, approver_groups="S0CONTABIL, S0GOL", due_days="14")
    view = scene.form(ANA, Form.SETTINGS)

    assert told.startswith(":warning: *Nu s-a salvat.*")
    assert under(view, "approver_groups") == (
        ":warning: Nu există sau nu are niciun membru: S0GOL. Verificați ID-ul pe pagina grupului din Slack; "
        "dacă tocmai l-ați creat sau completat, salvați din nou peste un minut."
    )
    assert plain_values(view.values)["due_days"] == {"value": "14"}
    assert stored(scene) == before
    assert sent(scene, approver_groups="S0CONTABIL").startswith(SAVED)


def test_too_few_approvers_are_marked_at_once(scene: Scene) -> None:
    opened(scene)

    answer = scene.submit(ANA, Form.SETTINGS, approver_groups="S0CONTABIL", four_eyes=["on"])

    assert answer["errors"] == {
        "approvers": (
            "Cu aceste setări, un document poate avea nevoie de 2 persoane, dar numai una are drept de "
            "aprobare. Nu s-a salvat nimic: alegeți mai multe persoane care aprobă sau cereți mai puține aprobări."
        )
    }


def test_choosing_proformas_asks_for_the_series_of_their_invoices_and_saves_it(scene: Scene) -> None:
    opened(scene)
    assert "invoice_series" not in fields(scene.form(ANA, Form.SETTINGS).body)

    choose(scene, "proforma:SLKP", due_days="21", invoice_proforma_on_paid=["on"])
    view = with_invoices(scene)

    typed = plain_values(view.values)
    assert typed["due_days"] == {"value": "21"}
    assert typed["series"] == {Action.SERIES: "proforma:SLKP"}
    assert typed["invoice_proforma_on_paid"] == {"value": ["on"]}
    assert sent(scene, invoice_series="invoice:SLK").startswith(SAVED)
    settings = stored(scene)
    assert (settings.series, settings.document) == ("SLKP", Document.PROFORMA)
    assert (settings.invoice_series, settings.invoice_proforma_on_paid) == ("SLK", True)


def test_choosing_invoices_again_takes_the_question_back(scene: Scene) -> None:
    put(scene, series="SLKP", document=Document.PROFORMA, invoice_series="FCT")
    opened(scene)
    with_invoices(scene)

    choose(scene, "invoice:SLK")

    until(lambda: "invoice_series" not in fields(scene.form(ANA, Form.SETTINGS).body))
    assert sent(scene).startswith(SAVED)
    assert (stored(scene).series, stored(scene).invoice_series) == ("SLK", "FCT")


def test_a_series_of_invoices_that_vanished_comes_back_under_its_field(scene: Scene) -> None:
    put(scene, series="SLKP", document=Document.PROFORMA, invoice_series="SLK")
    account = scene.world.smartbill.account
    opened(scene)
    gone = account.series.pop("SLK")

    told = sent(scene, due_days="21")
    view = scene.form(ANA, Form.SETTINGS)
    account.series["SLK"] = gone

    assert told.startswith(
        ":warning: *Nu s-a salvat.* Motivul este scris sub fiecare câmp de corectat: Seria"
    )
    assert under(view, "invoice_series") == (
        ":warning: SLK nu este o serie de facturi în SmartBill. Alegeți alta din listă; dacă ați creat-o chiar "
        "acum, apăsați *Recitește seriile*."
    )
    assert plain_values(view.values)["due_days"] == {"value": "21"}
    choose(scene, "invoice:FCT")
    until(lambda: "invoice_series" not in fields(scene.form(ANA, Form.SETTINGS).body))
    assert "SLK nu este" not in read(scene.form(ANA, Form.SETTINGS).blocks)


@pytest.mark.parametrize("why", ["hash_conflict", "not_found"])
def test_a_form_that_moved_on_while_a_series_was_chosen_is_saved_as_it_is(scene: Scene, why: str) -> None:
    put(scene, invoice_series="FCT")
    opened(scene)
    scene.world.slack.script("views.update", why)

    answer = choose(scene, "proforma:SLKP")

    until(lambda: [call for call in scene.world.slack.calls if call.answer.get("error") == why])
    assert answer == {"ok": True, "delivered": True}
    assert "invoice_series" not in fields(scene.form(ANA, Form.SETTINGS).body)
    assert sent(scene, series="proforma:SLKP").startswith(SAVED)
    assert (stored(scene).series, stored(scene).invoice_series) == ("SLKP", "FCT")


def test_while_the_series_are_read_again_none_can_be_chosen_that_the_answer_would_take_away(
    scene: Scene,
) -> None:
    opened(scene)
    choose(scene, "proforma:SLKP")
    view = with_invoices(scene)
    scene.world.smartbill.fault("slow:0.5", path="/series")

    picked = plain(view.body, invoice_series="invoice:SLK")
    scene.world.slack.press(ANA, Action.REFRESH, view_id=view.id, values=picked)
    meanwhile = until(lambda: _without_series(scene))
    with_invoices(scene)

    assert "invoice_series" not in fields(meanwhile.body)
    assert sent(scene, due_days="21").startswith(SAVED)
    settings = stored(scene)
    assert (settings.series, settings.invoice_series, settings.due_days) == ("SLKP", "SLK", 21)


def _without_series(scene: Scene) -> View | None:
    """The form, while it offers no series."""
    view = scene.form(ANA, Form.SETTINGS)
    return None if "series" in fields(view.body) else view
