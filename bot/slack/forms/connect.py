"""The form that connects a shop, in each of its stages, and how it is read back."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, InputInteractiveElement, PlainTextObject

from bot.domain.fiscal import cif
from bot.domain.shops import Document, ShopSettings
from bot.flows.addresses import whole
from bot.flows.connecting_forms import ConnectForm, Newcomer
from bot.flows.connections import EVENTS
from bot.flows.newcomers import TypedShop
from bot.slack import blocks as b
from bot.slack.blocks import Json, rendered
from bot.slack.forms.fields import Values, field, is_secret, modal, select, text_input, typed
from bot.slack.forms.problems import summary, under
from bot.slack.forms.settings_parts import channel_select, read_cif
from bot.slack.forms.settings_series import BETWEEN, series_choices
from bot.slack.forms.settings_shop import shop_errors
from bot.slack.ids import Action, Form
from bot.slack.mrkdwn import tell
from bot.words.say import Language, say

#: The fields of shops that bring a key of their own, and where people shop.
_OF_CLOUDCART = ("shop_url", "shop_key")
_LONGEST_NAME = 60


def connect_form(form: ConnectForm) -> Json:
    """The form as it stands. Neither the token nor the key is ever part of it, typed or stored."""
    language: Language = form.newcomer.settings.bot_language
    if form.stage == "checking":
        text = b.section(tell(language, "form.connect.checking"))
        return modal(language, "form.connect", [text], form=Form.SETTINGS_DONE, submit=False)
    blocks: list[Block] = [*_opening(language, form)]
    for name, block in _fields(language, form):
        blocks.extend([block, *under(language, form.errors, name)])
    view = modal(language, "form.connect", blocks, form=Form.CONNECT, metadata=form.typed_id)
    if form.series:
        view["submit"] = PlainTextObject(text=say(language, "form.connect.last")).to_dict()
    return view


def of_kind(language: Language, view: Mapping[str, Any], kind: str) -> Json:
    """The open form with the fields that this kind of shop needs; what was typed stays."""
    made = [block for _, block in _own_fields(language, kind, url="", has_key=False)]
    blocks: list[Json] = []
    for block in view["blocks"]:
        if block["block_id"] not in _OF_CLOUDCART:
            blocks.append(block)
        if block["block_id"] == "kind":
            blocks.extend(rendered(made))
    kept = ("type", "callback_id", "private_metadata", "title", "submit", "close")
    return {name: view[name] for name in kept if view.get(name)} | {"blocks": blocks}


def read_connect(values: Values, language: Language) -> TypedShop | dict[str, str]:
    """The shop that was typed, or a slug for each field that is wrong."""
    errors = _errors(values)
    if errors:
        return errors
    kind, _, series = typed(values, "series").partition(BETWEEN)
    settings = ShopSettings(
        smartbill_email=typed(values, "smartbill_email"),
        cif=read_cif(typed(values, "cif")),
        series=series,
        document=Document(kind) if kind else Document.INVOICE,
        channel=typed(values, "channel"),
        bot_language=language,
        shop_url=whole(typed(values, "shop_url")),
    )
    name = " ".join(typed(values, "name").split())
    newcomer = Newcomer(name=name, kind=typed(values, "kind"), settings=settings)
    return TypedShop(newcomer, typed(values, "token"), typed(values, "shop_key"))


def empty_form(language: Language) -> ConnectForm:
    """The form as it opens."""
    settings = ShopSettings(smartbill_email="", cif="", series="", channel="", bot_language=language)
    return ConnectForm(Newcomer(name="", kind=next(iter(EVENTS)), settings=settings))


def _errors(values: Values) -> dict[str, str]:
    errors: dict[str, str] = {}
    if cif(typed(values, "cif")) is None:
        errors["cif"] = "form.error.cif"
    if not typed(values, "name"):
        errors["name"] = "form.error.name"
    if not is_secret(typed(values, "token")):
        errors |= {"token": "form.error.secret"}
    return errors | shop_errors(values)


def _opening(language: Language, form: ConnectForm) -> list[Block]:
    if form.errors:
        return summary(language, form.errors, family="connect", opening="form.connect.not_done")
    about = "form.connect.accepted" if form.series else "form.connect.about"
    return [b.section(tell(language, about))]


def _fields(language: Language, form: ConnectForm) -> list[tuple[str, Block]]:
    newcomer = form.newcomer
    settings = newcomer.settings
    names = [(kind, say(language, f"kind.{kind}")) for kind in EVENTS]
    kinds = select(names, newcomer.kind)
    kinds.action_id = Action.CONNECT_KIND
    token = _secret(language, "settings.token.typed" if form.has_token else "")
    kind_field = connect_field(language, "kind", kinds)
    kind_field[1].dispatch_action = True
    return [
        connect_field(language, "name", text_input(newcomer.name, most=_LONGEST_NAME)),
        kind_field,
        *_own_fields(language, newcomer.kind, url=settings.shop_url, has_key=form.has_key),
        connect_field(language, "smartbill_email", text_input(settings.smartbill_email, most=200)),
        connect_field(language, "token", token, optional=form.has_token),
        connect_field(language, "cif", text_input(settings.cif, most=20)),
        *_series(language, form),
        connect_field(language, "channel", channel_select(settings.channel)),
    ]


def _own_fields(language: Language, kind: str, *, url: str, has_key: bool) -> list[tuple[str, InputBlock]]:
    if kind != "cloudcart":
        return []
    key = _secret(language, "settings.token.typed" if has_key else "")
    return [
        connect_field(language, "shop_url", text_input(url, most=200), optional=True),
        connect_field(language, "shop_key", key, optional=has_key),
    ]


def _series(language: Language, form: ConnectForm) -> list[tuple[str, InputBlock]]:
    """The series of the account, once it was asked for them."""
    if not form.series:
        return []
    settings = form.newcomer.settings
    chosen = f"{settings.document.value}{BETWEEN}{settings.series}" if settings.series else ""
    return [
        connect_field(language, "series", select(series_choices(language, form.series, settings), chosen))
    ]


def connect_field(
    language: Language, name: str, element: InputInteractiveElement, *, optional: bool = False
) -> tuple[str, InputBlock]:
    """The input of this name, with its words from `connect.{name}`."""
    return name, field(language, name, f"connect.{name}", element, optional=optional)


def _secret(language: Language, kept: str) -> InputInteractiveElement:
    """A field for a secret: empty, also where one was typed before, which `kept` then says."""
    element = text_input("", most=200)
    if kept:
        element.placeholder = PlainTextObject(text=say(language, kept))
    return element
