"""What the stand-ins of public registers have in common: they answer, or are down; and their desk."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route


class RegisterFault(StrEnum):
    """The accidents that a register can have."""

    DOWN = "down"
    """Every call is answered by a page that says so, with status 503."""


class Outage:
    """Whether the register is down; may be switched from any thread."""

    def __init__(self) -> None:
        self.faults: set[RegisterFault] = set()

    def add(self, name: str) -> None:
        """Let it go wrong until cleared; a name that nobody knows is a `ValueError`."""
        self.faults.add(RegisterFault(name))

    def clear(self) -> None:
        """Let all be well again."""
        self.faults.clear()

    def answer(self) -> Response | None:
        """What everybody is told while the register is down; None: it works."""
        if RegisterFault.DOWN not in self.faults:
            return None
        page = "<html><body><h1>Serviciul este temporar indisponibil</h1></body></html>"
        return HTMLResponse(page, 503)


def desk(outage: Outage, seen: Callable[[], Mapping[str, Any]]) -> Starlette:
    """The human side: `/state` is what there is to see, `/faults` switches them on (POST) and off (DELETE)."""

    def state(_request: Request) -> Response:
        shown = {"faults": sorted(outage.faults), **seen()}
        return JSONResponse(shown, headers={"Cache-Control": "no-store"})

    async def add_fault(request: Request) -> Response:
        asked = await request.json()
        if not isinstance(asked, dict):
            raise ValueError("A fault is asked for by its name.")  # noqa: TRY004 - answered as the others are
        outage.add(str(asked.get("fault")))
        return state(request)

    def clear_faults(request: Request) -> Response:
        outage.clear()
        return state(request)

    routes = [
        Route("/state", state),
        Route("/faults", add_fault, methods=["POST"]),
        Route("/faults", clear_faults, methods=["DELETE"]),
    ]
    return Starlette(routes=routes, exception_handlers={ValueError: _not_understood})


def _not_understood(_request: Request, error: Exception) -> Response:
    return JSONResponse({"error": str(error)}, 400)
