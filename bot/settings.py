"""What the environment says, read once and checked at the start."""

import math
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import ConfigError
from bot.flows.addresses import is_on_this_machine

_RATE = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")
_MOST_OF_SMARTBILL = (30, 10)
_WHY_OF_SMARTBILL = "SmartBill allows 30, and blocks who calls more often"
#: Of the fifty calls that CloudCart's smallest plan allows, for others ask the shop, too.
_MOST_OF_A_SHOP = (20, 60)
_WHY_OF_A_SHOP = "CloudCart's smallest plan allows 50 to all who ask the shop"
#: Chosen for SmartBill as it is documented: shorter ones suit stand-ins.
_TIMES = ("smartbill_timeout", "smartbill_quiet", "lease_seconds")


@dataclass(frozen=True)
class Rate:
    """So many calls in so much time."""

    calls: int
    per: timedelta


@dataclass(frozen=True)
class Shortened:
    """A time that is set, by its variable, in seconds, below what it is by default."""

    name: str
    seconds: float
    default: float


class Settings(BaseSettings):
    """One value per variable of the README's table; secrets never show in a repr or a log."""

    model_config = SettingsConfigDict(frozen=True, env_file=".env", extra="ignore", env_ignore_empty=True)

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_api_url: str = "https://slack.com/api/"
    smartbill_api_url: str = "https://ws.smartbill.ro/SBORO/api"
    anaf_api_url: str = "https://webservicesp.anaf.ro"
    bnr_api_url: str = "https://curs.bnr.ro"
    database_url: str = "sqlite:///smartbill-bot.db"
    encryption_key: SecretStr = SecretStr("")
    public_url: str = ""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    smartbill_rate: str = "30/10"
    slack_post_rate: str = "1/1"
    shop_rate: str = "20/60"
    smartbill_timeout: Annotated[float, Field(gt=0)] = 60
    smartbill_quiet: Annotated[float, Field(ge=0)] = 120
    lease_seconds: Annotated[float, Field(gt=0)] = 10
    shop_poll_seconds: Annotated[float, Field(gt=0)] = 180
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["", "console", "json"] = ""

    @field_validator("smartbill_rate", "slack_post_rate", "shop_rate")
    @classmethod
    def _is_a_rate(cls, value: str) -> str:
        if not _RATE.fullmatch(value):
            raise ValueError("must look like 30/10: so many calls per so many seconds")
        return value

    @field_validator("slack_api_url", "smartbill_api_url", "anaf_api_url", "bnr_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("must begin with https:// (or http:// on this machine)")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_lower_case(cls, value: Any) -> Any:
        return value.lower() if isinstance(value, str) else value

    @property
    def smartbill_pace(self) -> Rate:
        """Our share of SmartBill's allowance."""
        return _rate(self.smartbill_rate)

    @property
    def slack_pace(self) -> Rate:
        """New messages in one channel."""
        return _rate(self.slack_post_rate)

    @property
    def shop_pace(self) -> Rate:
        """Our share of what one shop's API allows."""
        return _rate(self.shop_rate)

    @property
    def keys(self) -> tuple[str, ...]:
        """The encryption keys, the first of which encrypts."""
        return tuple(filter(None, (key.strip() for key in self.encryption_key.get_secret_value().split(","))))

    @property
    def is_smartbill_real(self) -> bool:
        """Whether SmartBill is anywhere but on this machine."""
        return not is_on_this_machine(self.smartbill_api_url)


class GivenSettings(Settings):
    """Settings from code alone: neither the environment nor a .env file has a say."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        del settings_cls, env_settings, dotenv_settings, file_secret_settings
        return (init_settings,)


def load(**given: Any) -> Settings:
    """The settings of this environment.

    Raises:
        ConfigError: a value cannot work; the sentence says which and why.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper()
        why = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{name} cannot be used: {why}.") from None


def must_serve(settings: Settings) -> None:
    """Check what `serve` needs beyond what every command needs.

    Raises:
        ConfigError: something is missing, or would break SmartBill's limit, or a shop's.
    """
    _must_have(
        settings.slack_bot_token, "SLACK_BOT_TOKEN", "the bot's token, xoxb-…, from the app's OAuth page"
    )
    _must_have(settings.encryption_key, "ENCRYPTION_KEY", "make one with `smartbill-bot key`")
    if not settings.slack_app_token.get_secret_value():
        _must_have(
            settings.slack_signing_secret,
            "SLACK_SIGNING_SECRET",
            "from the app's Basic Information page; or set SLACK_APP_TOKEN for Socket Mode",
        )
    if settings.is_smartbill_real:
        _must_keep_pace("SMARTBILL_RATE", settings.smartbill_pace, _MOST_OF_SMARTBILL, _WHY_OF_SMARTBILL)
        _must_keep_pace("SHOP_RATE", settings.shop_pace, _MOST_OF_A_SHOP, _WHY_OF_A_SHOP)


def shortened(settings: Settings) -> tuple[Shortened, ...]:
    """The times that are set below their defaults although SmartBill is real, which may take longer."""
    if not settings.is_smartbill_real:
        return ()
    times = [
        Shortened(name.upper(), getattr(settings, name), Settings.model_fields[name].default)
        for name in _TIMES
    ]
    return tuple(time for time in times if time.seconds < time.default)


def _must_keep_pace(name: str, rate: Rate, most: tuple[int, int], why: str) -> None:
    """However the calls of the rate fall, no more of them come into a window than there may.

    `most`: so many calls in so many seconds.

    Raises:
        ConfigError: they may.
    """
    allowed, window = most
    falling = _most_in(window, rate)
    if falling > allowed:
        raise ConfigError(
            f"{name} lets {falling} calls fall into {window} seconds: {why}. "
            f"{allowed}/{window} is the most that can be set."
        )


def _most_in(window: int, rate: Rate) -> int:
    """All calls of one period may come at once, at its end, and all of the next at its beginning."""
    return rate.calls * math.ceil(window / rate.per.total_seconds())


def _rate(text: str) -> Rate:
    calls, _, seconds = text.partition("/")
    return Rate(int(calls), timedelta(seconds=int(seconds)))


def _must_have(secret: SecretStr, name: str, where: str) -> None:
    if not secret.get_secret_value():
        raise ConfigError(f"{name} is not set: {where}.")
