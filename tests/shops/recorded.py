"""The recorded notices of each kind of shop; SOURCES says how their files are named."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from standardwebhooks.webhooks import Webhook

FOLDER = Path(__file__).parent
KEY = "TESTKEYNOTREAL00000000000000000000000000000000000000000000000000"
SIGNING_SECRET = "whsec_c3RhbmRhcmQtd2ViaG9va3MtdGVzdC1rZXktMzJieXQ="
_GENUINE: dict[str, dict[str, Any]] = {
    "cloudcart": {"secret": KEY, "headers": {"X-CloudCart-ApiKey": KEY}, "status": 200},
    "standard": {
        "secret": SIGNING_SECRET,
        "headers": {"webhook-id": "msg_1", "webhook-timestamp": "(now)", "webhook-signature": "(signed)"},
        "status": 200,
    },
}


@dataclass(frozen=True)
class Recorded:
    """One recorded request: what it was, and what must become of it."""

    kind: str
    name: str

    @property
    def event(self) -> str:
        return self.name.partition("__")[0]

    @property
    def variant(self) -> str:
        return self.name.partition("__")[2]

    @property
    def body(self) -> bytes:
        return self._file("").read_bytes()

    @property
    def is_refused(self) -> bool:
        return self.status != 200

    @property
    def notice(self) -> Any:
        return json.loads(self._file(".notice").read_bytes())

    @property
    def secret(self) -> str:
        return str(self._delivery["secret"])

    @property
    def status(self) -> int:
        return int(self._delivery["status"])

    @property
    def headers(self) -> dict[str, str]:
        headers = dict(self._delivery["headers"])
        return signed(headers, self.body) if self.kind == "standard" else headers

    @property
    def _delivery(self) -> dict[str, Any]:
        path = self._file(".headers")
        told: dict[str, Any] = json.loads(path.read_bytes()) if path.exists() else _GENUINE[self.kind]
        return told

    def _file(self, suffix: str) -> Path:
        return FOLDER / self.kind / f"{self.name}{suffix}.json"


def all_recorded(kind: str) -> list[Recorded]:
    """Every recorded request of this kind of shop."""
    paths = sorted((FOLDER / kind).glob("*.json"))
    return [Recorded(kind, path.stem) for path in paths if not path.stem.endswith((".notice", ".headers"))]


def signed(headers: dict[str, str], body: bytes, *, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """The headers with the time and the signature that they ask for."""
    word, _, shift = headers["webhook-timestamp"].partition(" ")
    at = int(time.time()) + int(shift or 0) if word == "(now)" else int(word)
    filled = headers | {"webhook-timestamp": str(at)}
    if headers.get("webhook-signature") == "(signed)":
        moment = datetime.fromtimestamp(at, tz=UTC)
        filled["webhook-signature"] = Webhook(secret).sign(headers["webhook-id"], moment, body.decode())
    return filled


def freshly_signed(body: bytes) -> dict[str, str]:
    """Headers with which the body is genuine news of a generic shop now."""
    return signed(dict(_GENUINE["standard"]["headers"]), body)
