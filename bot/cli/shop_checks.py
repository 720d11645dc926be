"""Ask SmartBill whether a shop's settings work, before they are stored."""

from bot.cli.endings import No
from bot.cli.printing import warn
from bot.domain.shops import Series, ShopSettings
from bot.errors import RemoteError, RemoteRejected
from bot.flows.settings import Settings


def must_work(desk: Settings, settings: ShopSettings, token: str) -> tuple[Series, ...]:
    """The account's series, if SmartBill accepts them; if it cannot be asked, none and a warning.

    Raises:
        No: SmartBill does not accept them.
    """
    try:
        return desk.check_now(settings, token)
    except RemoteRejected as error:
        raise No(f"{_why(error, settings)} Nothing was stored.") from error
    except RemoteError:
        warn(
            "Warning: SmartBill could not be asked whether these settings work. They are stored; "
            "ask again with `smartbill-bot doctor`."
        )
        return ()


def _why(error: RemoteRejected, settings: ShopSettings) -> str:
    match error.slug:
        case "smartbill.no_such_series":
            return (
                f"SmartBill knows no {settings.document} series “{settings.series}” of {settings.cif}: "
                "create it there, or name another with --series."
            )
        case "smartbill.no_anchor_series":
            return (
                f"SmartBill knows no proforma series “{settings.anchor_series}” of {settings.cif}: "
                "create it there, or name another with --anchor-series."
            )
        case "smartbill.auth":
            return (
                f"SmartBill does not accept the token of {settings.smartbill_email} (“{error.said}”): "
                "look under My account → Integrations → API in SmartBill."
            )
        case _:
            return f"SmartBill does not accept these settings: “{error.said}”."
