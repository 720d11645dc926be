from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from bot.errors import ConfigError
from bot.settings import GivenSettings, Rate, Shortened, load, must_serve, shortened

ENOUGH = {
    "slack_bot_token": "xoxb-1",
    "slack_signing_secret": "secret",
    "encryption_key": Fernet.generate_key().decode(),
}


def given(**changes: object) -> GivenSettings:
    return GivenSettings.model_validate(ENOUGH | changes)


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ("slack_bot_token", "SLACK_BOT_TOKEN is not set"),
        ("slack_signing_secret", "SLACK_SIGNING_SECRET is not set"),
        ("encryption_key", "ENCRYPTION_KEY is not set"),
    ],
)
def test_serving_needs_its_secrets_and_names_the_one_that_is_missing(missing: str, named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        must_serve(given(**{missing: ""}))


def test_socket_mode_needs_no_signing_secret() -> None:
    must_serve(given(slack_signing_secret="", slack_app_token="xapp-1"))


@pytest.mark.parametrize(
    ("rate", "most"),
    [
        ("31/10", 31),
        ("4/1", 40),
        ("100/30", 100),
        # Slow enough on average; but SmartBill counts any ten seconds.
        ("90/30", 90),
        ("300/100", 300),
        ("20/7", 40),
    ],
)
def test_the_real_smartbill_is_never_called_more_often_than_it_allows(rate: str, most: int) -> None:
    with pytest.raises(ConfigError) as refused:
        must_serve(given(smartbill_rate=rate))

    assert str(refused.value) == (
        f"SMARTBILL_RATE lets {most} calls fall into 10 seconds: SmartBill allows 30, and blocks who calls "
        "more often. 30/10 is the most that can be set."
    )


@pytest.mark.parametrize("rate", ["30/10", "3/1", "1/1", "15/5", "15/7", "30/100"])
def test_a_share_within_the_allowance_is_taken(rate: str) -> None:
    must_serve(given(smartbill_rate=rate))


@pytest.mark.parametrize(("rate", "most"), [("21/60", 21), ("1000/60", 1000), ("1/2", 30), ("40/120", 40)])
def test_no_real_shop_is_asked_more_often_than_our_share_of_its_calls(rate: str, most: int) -> None:
    with pytest.raises(ConfigError) as refused:
        must_serve(given(shop_rate=rate))

    assert str(refused.value) == (
        f"SHOP_RATE lets {most} calls fall into 60 seconds: CloudCart's smallest plan allows 50 to all who ask "
        "the shop. 20/60 is the most that can be set."
    )


@pytest.mark.parametrize("rate", ["20/60", "1/3", "5/30", "20/100"])
def test_a_share_of_a_shops_calls_within_ours_is_taken(rate: str) -> None:
    must_serve(given(shop_rate=rate))


def test_stand_ins_on_this_machine_may_be_called_as_often_as_one_likes() -> None:
    here = "http://127.0.0.1:9/SBORO/api"

    must_serve(given(smartbill_rate="9000/1", shop_rate="9000/1", smartbill_api_url=here))


def test_times_below_the_defaults_are_told_where_smartbill_is_real() -> None:
    short = given(smartbill_timeout=5, smartbill_quiet=119.5, lease_seconds=2)

    assert shortened(short) == (
        Shortened("SMARTBILL_TIMEOUT", 5, 60),
        Shortened("SMARTBILL_QUIET", 119.5, 120),
        Shortened("LEASE_SECONDS", 2, 10),
    )


def test_times_at_or_above_the_defaults_are_nothing_to_tell() -> None:
    assert shortened(given(smartbill_timeout=60, smartbill_quiet=600)) == ()


def test_times_for_a_stand_in_on_this_machine_may_be_short() -> None:
    here = "http://127.0.0.1:9/SBORO/api"

    assert shortened(given(smartbill_quiet=1, smartbill_api_url=here)) == ()


def test_a_rate_is_so_many_calls_in_so_much_time() -> None:
    assert given(smartbill_rate="25/10").smartbill_pace == Rate(25, timedelta(seconds=10))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMARTBILL_RATE", "fast"),
        ("SMARTBILL_RATE", "0/10"),
        ("PORT", "70000"),
        ("SMARTBILL_TIMEOUT", "-1"),
        ("LOG_LEVEL", "loud"),
        ("SLACK_API_URL", "slack.com"),
        ("ANAF_API_URL", "webservicesp.anaf.ro"),
        ("BNR_API_URL", "ftp://curs.bnr.ro"),
    ],
)
def test_a_value_that_cannot_work_is_named_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError, match=f"^{name} cannot be used: "):
        load()


def test_secrets_do_not_show_in_the_settings_text() -> None:
    assert "xoxb-1" not in repr(given())
    assert ENOUGH["encryption_key"] not in repr(given())


def test_several_encryption_keys_are_read_in_order() -> None:
    assert given(encryption_key=" first , second,").keys == ("first", "second")
