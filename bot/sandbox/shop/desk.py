"""What a person sees and does at the sample shop, as JSON for the demo page."""

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.shop.book import Book
from bot.sandbox.shop.hooks import Hooks
from bot.sandbox.shop.refusals import Refused
from bot.sandbox.shop.troubles import Troubles
from bot.sandbox.shop.views import state
from bot.sandbox.shop.wishes import EditWish, OrderWish, StatusWish

_Wish = TypeVar("_Wish", bound=BaseModel)
_Endpoint = Callable[[Request], Coroutine[Any, Any, Response]]


def desk(book: Book, hooks: Hooks, troubles: Troubles) -> Starlette:
    """The routes of the desk: what there is to see, and what a person does with orders and troubles."""
    return Starlette(
        routes=[
            Route("/state", _state(book, hooks, troubles)),
            Route("/orders", _place(book), methods=["POST"]),
            Route("/orders/{number:int}/status", _set_status(book), methods=["POST"]),
            Route("/orders/{number:int}/pay", _pay(book), methods=["POST"]),
            Route("/orders/{number:int}/edit", _edit(book), methods=["POST"]),
            Route("/orders/{number:int}/resend", _resend(book), methods=["POST"]),
            Route("/hooks/{number:int}/on", _switch_hook_on(hooks), methods=["POST"]),
            Route("/troubles/{name}", _switch(troubles), methods=["POST", "DELETE"]),
        ],
        exception_handlers={Refused: _refused, ValidationError: _unreadable},
    )


def _state(book: Book, hooks: Hooks, troubles: Troubles) -> _Endpoint:
    async def answer(request: Request) -> Response:
        # Each part grows a version of its own; their sum grows with any of them.
        version = book.version + hooks.version + troubles.version
        if request.query_params.get("version") == str(version):
            return Response(status_code=204)
        return JSONResponse({"version": version, **state(book, hooks, troubles)})

    return answer


def _place(book: Book) -> _Endpoint:
    async def answer(request: Request) -> Response:
        order = book.place(await _wish(request, OrderWish))
        return JSONResponse({"ok": True, "number": order.number}, 201)

    return answer


def _set_status(book: Book) -> _Endpoint:
    async def answer(request: Request) -> Response:
        wish = await _wish(request, StatusWish)
        order = book.set_status(request.path_params["number"], wish.status)
        return JSONResponse({"ok": True, "number": order.number, "status": order.status})

    return answer


def _pay(book: Book) -> _Endpoint:
    async def answer(request: Request) -> Response:
        order = book.pay_online(request.path_params["number"])
        return JSONResponse({"ok": True, "number": order.number, "status": order.status})

    return answer


def _switch_hook_on(hooks: Hooks) -> _Endpoint:
    async def answer(request: Request) -> Response:
        hook = hooks.change(request.path_params["number"], active=True)
        return JSONResponse({"ok": True, "hook": hook.id, "active": hook.active})

    return answer


def _switch(troubles: Troubles) -> _Endpoint:
    async def answer(request: Request) -> Response:
        switch = troubles.switch_on if request.method == "POST" else troubles.switch_off
        try:
            switch(request.path_params["name"])
        except ValueError as error:
            raise Refused(404, str(error)) from error
        return JSONResponse({"ok": True, "troubles": troubles.on})

    return answer


def _edit(book: Book) -> _Endpoint:
    async def answer(request: Request) -> Response:
        order = book.edit(request.path_params["number"], await _wish(request, EditWish))
        return JSONResponse({"ok": True, "number": order.number, "total": str(order.total)})

    return answer


def _resend(book: Book) -> _Endpoint:
    async def answer(request: Request) -> Response:
        notice = book.resend(request.path_params["number"])
        return JSONResponse({"ok": True, "number": notice.number, "event": notice.event})

    return answer


async def _wish(request: Request, kind: type[_Wish]) -> _Wish:
    return kind.model_validate_json(await request.body())


async def _refused(_request: Request, error: Exception) -> Response:
    code = error.code if isinstance(error, Refused) else 400
    return JSONResponse({"ok": False, "error": str(error)}, code)


async def _unreadable(_request: Request, error: Exception) -> Response:
    first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": str(error)}
    where = ".".join(str(part) for part in first["loc"]) or "body"
    return JSONResponse({"ok": False, "error": f"{where}: {first['msg']}"}, 400)
