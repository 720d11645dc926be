"""Ask SmartBill and the shop whether a shop's settings work, before they are stored."""

from collections.abc import Mapping

from bot.cli.endings import No
from bot.cli.printing import warn
from bot.domain.shops import Series, Shop, ShopSettings
from bot.errors import Refusal, RemoteError, RemoteRejected
from bot.flows.knocking import Knocking
from bot.flows.settings import Settings


def must_work(
    desk: Settings, settings: ShopSettings, token: str, before: ShopSettings | None = None
) -> tuple[Series, ...]:
    """The account's series, if SmartBill accepts them; if it cannot be asked, none and a warning.

    What SmartBill would not take `before` either is accepted.

    Raises:
        No: SmartBill does not accept them.
    """
    try:
        return desk.check_now(settings, token, before)
    except RemoteRejected as error:
        raise No(f"{why_not(error, settings)} Nothing was stored.") from error
    except RemoteError:
        warn(
            "Warning: SmartBill could not be asked whether these settings work. They are stored; "
            "ask again with `smartbill-bot doctor`."
        )
        return ()


def must_let_in(desk: Knocking, shop: Shop, key: str) -> None:
    """That the shop answers at its address to whoever has this key; if it cannot be reached, a warning.

    Raises:
        No: it does not.
    """
    try:
        desk.statuses(shop.kind, shop.settings.shop_url, key)
    except RemoteRejected as error:
        raise No(f"{why_not(error, shop.settings)} Nothing was stored.") from error
    except RemoteError:
        warn(
            f"Warning: {shop.settings.shop_url} could not be asked whether its address and key are right. "
            "They are stored; ask again with `smartbill-bot doctor`."
        )


def must_be_enough(desk: Settings, before: ShopSettings | None, after: ShopSettings) -> None:
    """That the named approvers are enough people; if Slack does not say who is in a group, a warning.

    Raises:
        Refusal: they are too few.
    """
    try:
        desk.must_be_enough(before, after)
    except Refusal as error:
        if error.slug != "approval.group_unknown":
            raise
        warn(
            "Warning: Slack could not be asked who is in the user groups that approve, and whether they are "
            "enough people. The settings are stored; ask again with `smartbill-bot doctor`."
        )


def why_not(error: RemoteRejected, settings: ShopSettings) -> str:
    """What SmartBill or the shop has against these settings, and which option puts it right."""
    sentence = _WHY.get(error.slug, "SmartBill does not accept these settings: “{said}”.")
    return sentence.format_map({**settings.model_dump(), **error.facts})


_WHY: Mapping[str, str] = {
    "smartbill.no_such_series": (
        "SmartBill knows no {document} series “{series}” of {cif}: "
        "create it there, or name another with --series."
    ),
    "smartbill.no_anchor_series": (
        "SmartBill knows no proforma series “{series}” of {cif}: "
        "create it there, or name another with --anchor-series."
    ),
    "smartbill.no_invoice_series": (
        "SmartBill knows no invoice series “{series}” of {cif}: "
        "create it there, or name another with --invoice-series."
    ),
    "smartbill.no_rule_series": (
        "SmartBill knows no series “{series}” of {cif} for the documents of rule “{rule}”: "
        "create it there, or name another with --series and --document."
    ),
    "smartbill.rule_series_of_proformas": (
        "“{series}” of {cif} is a series of proformas, and rule “{rule}” issues invoices: "
        "name one of {names} with --series."
    ),
    "smartbill.rule_series_of_invoices": (
        "“{series}” of {cif} is a series of invoices, and rule “{rule}” issues proformas: "
        "name one of {names} with --series."
    ),
    "smartbill.no_such_vat_name": (
        "SmartBill does not call the VAT rate {rate}% “{name}”: name one of {names} with --vat-name."
    ),
    "smartbill.no_such_sgr_name": (
        "SmartBill knows no 0% rate “{name}”: name one of {names} with --sgr-tax-name."
    ),
    "smartbill.no_rate_to_name": (
        "SmartBill has no VAT rate {rate}%, only {rates}: "
        "add it there under Configuration → VAT rates, or name another."
    ),
    "smartbill.auth": (
        "SmartBill does not accept the token of {smartbill_email} (“{said}”): "
        "look under My account → Integrations → API in SmartBill."
    ),
    "shop.wrong_key": (
        "{shop_url} does not accept the API key: look in CloudCart under Settings → API keys, "
        "and name the file that holds the right one with --shop-key-file."
    ),
    "shop.unknown_address": (
        "There is no CloudCart shop at {shop_url}: name its primary domain with --shop-url, "
        "as CloudCart shows it under Settings → Domains."
    ),
    "shop.no_api": (
        "CloudCart allows no questions at {shop_url}: name the shop's primary domain with --shop-url. "
        "If it is that one, the shop's plan has no API, and the bot can only hear: leave --shop-url empty."
    ),
    "shop.plan_ended": (
        "The CloudCart plan of {shop_url} has ended: renew it in CloudCart. "
        "Until then the bot can only hear: leave --shop-url empty."
    ),
    "shop.refused": "{shop_url} refuses the question: “{said}”.",
}
