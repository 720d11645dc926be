"""The HTTP addresses at which shops hand in their notices; see `routes`."""

import asyncio
import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol, TypeVar

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.domain.orders import OrderNotice
from bot.domain.shops import Shop
from bot.errors import NotGenuine, RemoteUnavailable, Unreadable
from bot.flows.shops import Hook
from bot.shops import KINDS
from bot.shops.parcels import Parcel, taken_in
from bot.shops.shop import ShopKind
from bot.shops.standard.kind import schema

log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")
#: So many notices are read and kept at a time; the others wait. Slack's presses have threads of their own.
_THREADS = 16

#: The alphabet of the tokens that `shop add` makes.
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,100}")
_EVENT = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: Never a word of what was sent: CloudCart forgets a webhook whose answer holds certain phrases.
_REASONS = {
    401: "The signature is missing, wrong or not of this time.",
    404: "Nothing is handed in at this address.",
    413: "The message is larger than 1 MB.",
    503: "Not taken in now; please send it again.",
}


class IntakePort(Protocol):
    """Where notices go; see `bot.flows.intake`. It may block, and raise `RemoteUnavailable`."""

    def hook(self, kind: str, token: str) -> Hook | None: ...
    def receive(self, hook: Hook, notice: OrderNotice, body: bytes, *, event: str) -> bool: ...
    def unreadable(self, shop: Shop, head: bytes, *, size: int, digest: str, why: str) -> bool: ...


def routes(intake: IntakePort) -> list[Route]:
    """`POST /hooks/{kind}/{token}`, with or without anything behind it, and the generic notice's schema.

    The state of the order is in the body, so what follows the token is only remembered.
    """
    door = _Door(intake)
    return [
        Route("/hooks/standard/schema.json", _standard_schema, methods=["GET"]),
        Route("/hooks/{kind}/{token}", door.knock, methods=["POST"]),
        Route("/hooks/{kind}/{token}/{event:path}", door.knock, methods=["POST"]),
    ]


class _Door:
    """Lets in what is genuine, and answers 2xx once it is kept: whatever is wrong with it is our affair."""

    def __init__(self, intake: IntakePort) -> None:
        self._intake = intake
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="door")

    async def knock(self, request: Request) -> Response:
        try:
            await self._take(request)
        except NotGenuine as refusal:
            return _no(refusal.status)
        except ClientDisconnect:
            log.info("http.hung_up")
            return _no(503)
        except RemoteUnavailable as error:
            log.warning("http.unavailable", extra={"why": error.slug})
            return _no(503)
        except Exception:
            log.exception("http.accident")
            return _no(503)
        return Response(b'{"ok":true}', media_type="application/json")

    async def _take(self, request: Request) -> None:
        kind, hook = await self._address(request)
        parcel = await _genuine(request, kind, hook)
        event = request.path_params.get("event", "")
        topic = event if _EVENT.fullmatch(event) else ""
        await self._aside(partial(self._keep, kind, hook, parcel, topic))

    async def _aside(self, work: Callable[[], _Answer]) -> _Answer:
        """Its answer, while the server goes on listening."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def _address(self, request: Request) -> tuple[ShopKind, Hook]:
        """The shop behind the address; a shop without a secret has none."""
        kind, token = KINDS.get(request.path_params["kind"]), request.path_params["token"]
        # Not every database can be asked for every text: PostgreSQL takes no NUL.
        if kind is not None and _TOKEN.fullmatch(token):
            hook = await self._aside(partial(self._intake.hook, kind.name, token))
            if hook is not None and hook.secret:
                return kind, hook
        raise NotGenuine("notice.no_address", status=404)

    def _keep(self, kind: ShopKind, hook: Hook, parcel: Parcel, event: str) -> None:
        try:
            notice = _read(kind, parcel)
        except Unreadable as error:
            self._intake.unreadable(
                hook.shop, parcel.head, size=parcel.size, digest=parcel.digest, why=error.why
            )
        else:
            if notice is not None:
                self._intake.receive(hook, notice, parcel.held, event=event)


async def _genuine(request: Request, kind: ShopKind, hook: Hook) -> Parcel:
    """The body, proven: before it is read where headers are all the proof, afterwards where it is signed."""
    if not kind.signs_body:
        _demand_proof(request, b"", kind, hook)
        return await taken_in(request.stream())
    parcel = await taken_in(request.stream())
    if parcel.is_cut:
        raise NotGenuine("notice.too_large", status=413)
    _demand_proof(request, parcel.held, kind, hook)
    return parcel


def _demand_proof(request: Request, body: bytes, kind: ShopKind, hook: Hook) -> None:
    if not any(kind.is_genuine(request.headers, body, secret) for secret in hook.secrets):
        log.warning("notice.not_genuine", extra={"kind": kind.name, "shop": hook.shop.id})
        raise NotGenuine("notice.not_genuine", status=kind.refusal)


def _read(kind: ShopKind, parcel: Parcel) -> OrderNotice | None:
    if parcel.is_cut:
        raise Unreadable("The message is larger than 1 MB.")
    return kind.read(parcel.held)


def _no(status: int) -> Response:
    return JSONResponse({"ok": False, "error": _REASONS[status]}, status_code=status)


async def _standard_schema(_request: Request) -> Response:
    return JSONResponse(schema(), media_type="application/schema+json")
