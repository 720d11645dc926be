"""What can go wrong, by what to do next.

BotError                     raised on purpose; has a stable slug whose sentence stands in `bot.words`
├── Refusal                  the house says no                     → tell the person
├── NoticeError              news we cannot use
│   ├── NotGenuine           wrong key, signature or age           → the answer that kind of shop needs
│   └── Unreadable           a shape we do not know                → 2xx, kept for replay, people told
└── RemoteError              a call to the outside ended badly
    ├── RemoteUnavailable    surely not done; may work later       → the job waits
    ├── RemoteRejected       surely not done; never works as it is → a person is asked
    └── OutcomeUnknown       perhaps done                          → looked up, never repeated blindly
ConfigError                  not a BotError: nothing tolerant may swallow it → exit 2 at start
"""

from datetime import timedelta


class BotError(Exception):
    """Raised on purpose: `slug` names its sentence, `facts` fill the sentence's blanks."""

    def __init__(self, slug: str, **facts: object) -> None:
        super().__init__(slug)
        self.slug = slug
        self.facts = facts

    def __str__(self) -> str:
        return f"{self.slug} {self.facts}" if self.facts else self.slug


class Refusal(BotError):
    """A person asked for what may not be; the sentence is for that person, about `field` of their form."""

    def __init__(self, slug: str, *, field: str = "", **facts: object) -> None:
        super().__init__(slug, **facts)
        self.field = field


class NoticeError(BotError):
    """News from a shop that we cannot use."""


class NotGenuine(NoticeError):
    """The notice does not prove where it comes from; `status` is the HTTP answer this kind of shop needs."""

    def __init__(self, slug: str, *, status: int) -> None:
        super().__init__(slug)
        self.status = status


class Unreadable(NoticeError):
    """Genuine, but of a shape we do not know; `why` is for the people of the shop."""

    def __init__(self, why: str) -> None:
        super().__init__("notice.unreadable", why=why)
        self.why = why


class RemoteError(BotError):
    """A call to the outside ended badly; `said` holds their own words, if any."""

    def __init__(self, slug: str, *, said: str = "", **facts: object) -> None:
        super().__init__(slug, said=said, **facts)
        self.said = said


class RemoteUnavailable(RemoteError):
    """Surely not done, and the same call may work later: after `retry_after`, where they said when."""

    def __init__(
        self, slug: str, *, said: str = "", retry_after: timedelta | None = None, **facts: object
    ) -> None:
        super().__init__(slug, said=said, **facts)
        self.retry_after = retry_after


class RemoteRejected(RemoteError):
    """Surely not done, and the same call will never work: a person has to change something."""


class OutcomeUnknown(RemoteError):
    """Perhaps done. Look before doing anything else; never repeat the call blindly."""


class ConfigError(Exception):
    """Settings that cannot work; the message is one sentence that says which and why."""
