"""Bring cards, lines and files to Slack, and say clearly how each call ended."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Literal
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web import SlackResponse

from bot.domain.missing import MissingOrder
from bot.domain.shops import Shop
from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.overview import Life
from bot.flows.ports import MessageRef, Note
from bot.slack.cards import Message, card
from bot.slack.missing_orders import missing_message
from bot.slack.notes import note_message

log = logging.getLogger(__name__)

_LATER = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})


class PostPace:
    """At most `posts` new messages per `seconds` in one channel; a post that is early waits for its turn."""

    def __init__(
        self, posts: int, seconds: float, *, now: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._gap = seconds / posts
        self._now = now
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, channel: str) -> None:
        """Return when this channel may be posted to."""
        with self._lock:
            now = self._now()
            turn = max(now, self._free_at.get(channel, now))
            self._free_at[channel] = turn + self._gap
        if turn > now:
            self._sleep(turn - now)

    @classmethod
    def real(cls, posts: int, seconds: float) -> "PostPace":
        """Paced by the real clock."""
        return cls(posts, seconds, now=time.monotonic, sleep=time.sleep)


class SlackCourier:
    """The `Courier` port in Slack's words. The client must not retry by itself: a post can land twice."""

    def __init__(self, client: WebClient, pace: PostPace) -> None:
        self._client = client
        self._pace = pace

    def show(self, life: Life, at: MessageRef | None) -> MessageRef:
        message = card(life)
        if at is not None and self._update(at, message):
            return at
        with translated():
            return self._post(life.shop.settings.channel, message)

    def tell(self, life: Life, at: MessageRef, note: Note) -> None:
        with translated():
            message = note_message(life.shop.settings.bot_language, note, life)
            self._post(at.channel, message, thread_ts=at.ts)

    def attach(self, life: Life, at: MessageRef, pdf: bytes) -> None:
        invoice = life.invoice or life.proforma
        if invoice is None:
            return
        self._pace.wait(at.channel)
        with translated():
            self._client.files_upload_v2(
                content=pdf,
                filename=f"{invoice.series}{invoice.number}.pdf",
                title=invoice.name,
                channel=at.channel,
                thread_ts=at.ts,
            )

    def announce(self, channel: str, language: Literal["ro", "en"], note: Note) -> None:
        with translated():
            self._post(channel, note_message(language, note))

    def report(self, shop: Shop, missing: Sequence[MissingOrder]) -> None:
        with translated():
            self._post(shop.settings.channel, missing_message(shop, missing))

    def _post(self, channel: str, message: Message, thread_ts: str | None = None) -> MessageRef:
        self._pace.wait(channel)
        answer = self._client.chat_postMessage(
            channel=channel,
            text=message.text,
            blocks=message.blocks,
            thread_ts=thread_ts,
            unfurl_links=False,
            unfurl_media=False,
        )
        return MessageRef(str(answer["channel"]), str(answer["ts"]))

    def _update(self, at: MessageRef, message: Message) -> bool:
        """Edit the card; False: somebody deleted it, and it has to be put up again."""
        try:
            self._client.chat_update(channel=at.channel, ts=at.ts, text=message.text, blocks=message.blocks)
        except SlackApiError as error:
            if _code(error.response) == "message_not_found":
                return False
            raise as_ours(error) from error
        except (URLError, OSError, SlackClientError) as error:
            raise RemoteUnavailable("slack.unreachable") from error
        return True


@contextmanager
def translated() -> Iterator[None]:
    """Slack's accidents in our words. No answer counts as not done: a line said twice is mild."""
    try:
        yield
    except SlackApiError as error:
        raise as_ours(error) from error
    except (URLError, OSError, SlackClientError) as error:
        raise RemoteUnavailable("slack.unreachable") from error


def as_ours(error: SlackApiError) -> RemoteUnavailable | RemoteRejected:
    """What Slack's refusal means to us: later, or never as it is."""
    response = error.response
    code = _code(response)
    if code in _LATER or _status(response) >= 500:
        seconds = response.headers.get("Retry-After") if isinstance(response, SlackResponse) else None
        wait = timedelta(seconds=int(seconds)) if seconds else None
        return RemoteUnavailable("slack.later", said=code, retry_after=wait)
    log.error("slack.refused", extra={"code": code})
    return RemoteRejected("slack.refused", said=code)


def _code(response: SlackResponse | dict[str, object]) -> str:
    return str(response.get("error", "")) if response else ""


def _status(response: SlackResponse | dict[str, object]) -> int:
    return response.status_code if isinstance(response, SlackResponse) else 0
