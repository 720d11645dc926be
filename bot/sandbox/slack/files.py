"""Uploaded files: announced, filled, then shared into a channel."""

import mimetypes
from dataclasses import dataclass, replace

from bot.sandbox.slack.people import BOT_USER
from bot.sandbox.slack.pulse import Pulse
from bot.sandbox.slack.shapes import Json


@dataclass(frozen=True)
class StoredFile:
    """A file; `content` is `None` until its bytes arrived, `shared` until it was completed."""

    id: str
    name: str
    size: int
    title: str = ""
    content: bytes | None = None
    shared: bool = False

    @property
    def media_type(self) -> str:
        """Guessed from the name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def as_slack(self, base: str) -> Json:
        """Slack's `file` object; its addresses start with `base`."""
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.media_type,
            "size": self.size,
            "user": BOT_USER,
            "mode": "hosted",
            "url_private": f"{base}/files/{self.id}/{self.name}",
            "url_private_download": f"{base}/files/{self.id}/download/{self.name}",
            "permalink": f"{base}/files/{self.id}/{self.name}",
        }


class FileShelf:
    """Files by id."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._by_id: dict[str, StoredFile] = {}

    def announce(self, name: str, size: int) -> StoredFile:
        """Room for a file of so many bytes, still empty."""
        with self._pulse.lock:
            stored = StoredFile(self._pulse.new_id("F"), name, size)
            self._by_id[stored.id] = stored
            return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def fill(self, stored: StoredFile, content: bytes) -> None:
        """The bytes arrived."""
        with self._pulse.lock:
            self._by_id[stored.id] = replace(stored, content=content)

    def share(self, stored: StoredFile, title: str) -> StoredFile:
        """The upload is complete; it can be seen from now on."""
        with self._pulse.lock:
            shared = replace(stored, title=title, shared=True)
            self._by_id[stored.id] = shared
            return shared
