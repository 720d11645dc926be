"""The control: what one writes in an afternoon. It accepts, starts a thread, and posts until it hears a yes.

It has no ledger: whatever it knew is gone when it is killed, and whatever it did not hear of it does again.
"""

import json
import os
import threading
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import requests

from tests.kill.fate import Fate

_TRIES = 6
FATE = Fate()


class Door(BaseHTTPRequestHandler):
    """Every order is answered 200 at once."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        threading.Thread(target=invoice, args=(json.loads(body)["data"]["order"],), daemon=True).start()
        self._answer()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the server's own name
        del format, args

    def _answer(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", "0")
        self.end_headers()


def invoice(order: dict[str, Any]) -> None:
    """Post the invoice, and again where that seems to have failed."""
    for _ in range(_TRIES):
        FATE.step("naive called")
        try:
            answer = _post(order)
        except requests.RequestException:
            answer = None
        FATE.step("naive heard")
        if answer is not None and answer.ok and not answer.json().get("errorText"):
            return
        time.sleep(2)


def _post(order: dict[str, Any]) -> requests.Response:
    [line] = order["lines"]
    product = {
        "name": line["name"],
        "quantity": float(line["quantity"]),
        "price": float(line["unit_price"]),
        "measuringUnitName": "buc",
        "currency": "RON",
        "isTaxIncluded": True,
        "taxName": "Normala",
        "taxPercentage": 21,
        "isService": False,
        "saveToDb": False,
    }
    request = {
        "companyVatCode": "RO99999917",
        "seriesName": "FCT",
        "currency": "RON",
        "client": {"name": "ATELIER", "vatCode": "RO99999992", "isTaxPayer": True, "country": "Romania"},
        "products": [product],
    }
    url = f"{os.environ['SMARTBILL_API_URL']}/invoice/v2"
    login = ("ana@example.com", os.environ["SMARTBILL_TOKEN"])
    headers = {"Accept": "application/json"}
    return requests.post(url, json=request, auth=login, headers=headers, timeout=1)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Door).serve_forever()
