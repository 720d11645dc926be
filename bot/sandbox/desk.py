"""The demo page and the three desks behind it, as one application on one address."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route

_PAGE = Path(__file__).parent / "page"

# Said here and not left to the machine's own table of types, which on some systems serves scripts as text.
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)

_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Cache-Control": "no-store",
        "Content-Security-Policy": (
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
)


def desk(*, shop: Starlette, slack: Starlette, smartbill: Starlette) -> Starlette:
    """The page at `/`, its files beside it, and the desks under `/shop`, `/slack` and `/smartbill`."""
    return Starlette(
        routes=[
            Mount("/shop", shop),
            Mount("/slack", slack),
            Mount("/smartbill", smartbill),
            Route("/", _index),
            Route("/{name}", _file),
        ]
    )


def _index(_request: Request) -> Response:
    return _answer(_PAGE / "index.html")


def _file(request: Request) -> Response:
    # Only what lies in the folder itself: the name is looked for in its listing, never joined to a path.
    name = request.path_params["name"]
    for file in _PAGE.iterdir():
        if file.name == name and file.suffix in _TYPES:
            return _answer(file)
    raise HTTPException(404)


def _answer(file: Path) -> Response:
    return FileResponse(file, media_type=_TYPES[file.suffix], headers=dict(_HEADERS))
