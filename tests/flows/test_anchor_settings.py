"""The series of anchors is one of the account's series of proformas, or none."""

import pytest

from bot.domain.shops import ShopSettings
from bot.domain.versions import Author
from bot.errors import RemoteRejected
from tests.builders import some_settings
from tests.flows.desks import TOKEN, Desks


def submitted(desks: Desks, settings: ShopSettings) -> None:
    desks.connect()
    desks.settings.submit("V1", "lampi", settings, author=Author("U1"))
    desks.run_all()


def test_a_series_of_proformas_is_saved(desks: Desks) -> None:
    submitted(desks, some_settings(anchor_series="SLKP"))

    assert desks.forms.last.stage == "saved"
    assert desks.ledger.shops.get("lampi").settings.anchor_series == "SLKP"


@pytest.mark.parametrize("series", ["FCT", "CH", "PF"])
def test_what_is_no_series_of_proformas_comes_back_under_its_field(desks: Desks, series: str) -> None:
    submitted(desks, some_settings(anchor_series=series))

    assert desks.forms.last.errors == {
        "anchor_series": ("smartbill.no_anchor_series", {"series": series, "said": ""})
    }
    assert desks.ledger.shops.get("lampi").settings.anchor_series == ""


def test_the_command_line_asks_at_once(desks: Desks) -> None:
    assert desks.settings.check_now(some_settings(anchor_series="SLKP"), TOKEN)

    with pytest.raises(RemoteRejected, match=r"smartbill\.no_anchor_series"):
        desks.settings.check_now(some_settings(anchor_series="FCT"), TOKEN)


def test_what_waits_for_a_yes_is_issued_as_it_was_proposed(desks: Desks) -> None:
    proposal = desks.proposed()
    desks.change(anchor_series="SLKP")

    desks.approvals.approve(proposal.id, by="U1")
    desks.run_all()

    assert [one.series for one in desks.biller.documents] == ["FCT"]
