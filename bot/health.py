"""Whether the process lives, and whether it also works: what supervisors and load balancers ask."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def routes(why_not: Callable[[], str]) -> list[Route]:
    """`/health`, always 200, and `/ready`, 503 while `why_not` gives a reason. It may ask the database."""

    def ready(_request: Request) -> Response:
        why = why_not()
        return JSONResponse({"ready": not why, "why": why}, status_code=503 if why else 200)

    return [Route("/health", _health), Route("/ready", ready)]


async def _health(_request: Request) -> Response:
    return JSONResponse({"ok": True})
