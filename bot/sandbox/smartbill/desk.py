"""The desk: what a person sees of the account, and the switches that make things go wrong; JSON, no login."""

from decimal import Decimal
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, Field
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.smartbill.answers import RefusedError
from bot.sandbox.smartbill.limits import RateLimit


class Watched(Protocol):
    """What the desk needs of the stand-in; each method may be called from any thread."""

    limit: RateLimit

    @property
    def version(self) -> int:
        """Grows with every change."""

    def state(self) -> dict[str, Any]:
        """Everything there is to see."""

    def fault(self, name: str, *, path: str = "", times: int | None = 1) -> None:
        """Switch a fault on."""

    def clear_faults(self) -> None:
        """Switch all faults off."""

    def collect(self, series: str, number: str, type_: str, value: Decimal | None) -> None:
        """Mark an invoice collected."""

    def invoice(self, series: str, number: str, into: str) -> None:
        """Make an invoice of a proforma."""

    def pdf(self, series: str, number: str) -> bytes | None:
        """A document's file."""


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _FaultAsked(_Asked):
    fault: str
    path: str = ""
    times: int | None = 1


class _CollectAsked(_Asked):
    type: str = "Ordin plata"
    value: Decimal | None = Field(default=None, gt=0, lt=10**9)


class _InvoiceAsked(_Asked):
    series: str = ""


class _LimitAsked(_Asked):
    calls: int = Field(default=30, ge=1)
    seconds: float = Field(default=10.0, gt=0, le=3600)
    block_seconds: float = Field(default=600.0, ge=0, le=3600)


def desk(watched: Watched) -> Starlette:
    """The application: `/state`, `/faults`, `/limit`, and `/documents/…`."""
    routes = _Routes(watched)
    return Starlette(
        routes=[
            Route("/state", routes.state),
            Route("/faults", routes.add_fault, methods=["POST"]),
            Route("/faults", routes.clear_faults, methods=["DELETE"]),
            Route("/limit", routes.set_limit, methods=["POST"]),
            Route("/documents/{series}/{number}/collect", routes.collect, methods=["POST"]),
            Route("/documents/{series}/{number}/invoice", routes.invoice, methods=["POST"]),
            Route("/documents/{series}/{number}.pdf", routes.pdf),
        ],
        exception_handlers={ValueError: _not_understood},
    )


class _Routes:
    def __init__(self, watched: Watched) -> None:
        self._watched = watched

    def state(self, request: Request) -> Response:
        """All there is to see; 204 where `?version=` says that the caller has seen it."""
        if request.query_params.get("version") == str(self._watched.version):
            return Response(status_code=204)
        return JSONResponse(self._watched.state(), headers={"Cache-Control": "no-store"})

    async def add_fault(self, request: Request) -> Response:
        asked = _FaultAsked.model_validate_json(await request.body())
        self._watched.fault(asked.fault, path=asked.path, times=asked.times)
        return self._done()

    def clear_faults(self, _request: Request) -> Response:
        self._watched.clear_faults()
        return self._done()

    async def set_limit(self, request: Request) -> Response:
        asked = _LimitAsked.model_validate_json(await request.body())
        self._watched.limit = RateLimit(asked.calls, asked.seconds, asked.block_seconds)
        return self._done()

    async def collect(self, request: Request) -> Response:
        asked = _CollectAsked.model_validate_json(await request.body() or b"{}")
        series, number = request.path_params["series"], request.path_params["number"]
        try:
            await run_in_threadpool(self._watched.collect, series, number, asked.type, asked.value)
        except RefusedError as error:
            return JSONResponse({"error": error.sentence}, error.status)
        return self._done()

    async def invoice(self, request: Request) -> Response:
        asked = _InvoiceAsked.model_validate_json(await request.body() or b"{}")
        series, number = request.path_params["series"], request.path_params["number"]
        try:
            await run_in_threadpool(self._watched.invoice, series, number, asked.series)
        except RefusedError as error:
            return JSONResponse({"error": error.sentence}, error.status)
        return self._done()

    def pdf(self, request: Request) -> Response:
        file = self._watched.pdf(request.path_params["series"], request.path_params["number"])
        if file is None:
            return JSONResponse({"error": "There is no such document."}, 404)
        return Response(file, media_type="application/pdf")

    def _done(self) -> Response:
        return JSONResponse({"version": self._watched.version})


def _not_understood(_request: Request, error: Exception) -> Response:
    """Pydantic's own errors are `ValueError`s too."""
    return JSONResponse({"error": str(error)}, 400)
