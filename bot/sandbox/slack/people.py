"""Who works in the sample workspace, in which channels, and how Slack describes them."""

from dataclasses import dataclass

from bot.sandbox.slack.shapes import Json

TEAM_ID = "T0EXEMPLU"
TEAM_NAME = "Magazin Exemplu"
TEAM_DOMAIN = "magazin-exemplu"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
APP_ID = "A0SMARTBILL"
SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Person:
    """A member, a guest, somebody of another company, somebody who left, or a bot."""

    id: str
    name: str
    real_name: str
    locale: str = "ro-RO"
    team_id: str = TEAM_ID
    is_owner: bool = False
    is_restricted: bool = False
    is_bot: bool = False
    is_deleted: bool = False

    def as_slack(self, *, with_locale: bool) -> Json:
        """The `user` object of users.info; the locale comes only when asked for."""
        described: Json = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "deleted": self.is_deleted,
            "real_name": self.real_name,
            "tz": "Europe/Bucharest",
            "tz_label": "Eastern European Time",
            "tz_offset": 7200,
            "profile": {"real_name": self.real_name, "display_name": self.name, "team": self.team_id},
            "is_admin": self.is_owner,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_owner,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_stranger": self.team_id != TEAM_ID,
        }
        return {**described, "locale": self.locale} if with_locale else described

    def as_actor(self) -> Json:
        """The `user` object of an interaction."""
        return {"id": self.id, "username": self.name, "name": self.name, "team_id": self.team_id}


@dataclass(frozen=True)
class Channel:
    """A channel, or a direct message where `with_user` is set; `absent` are the people who are not in it."""

    id: str
    name: str
    topic: str = ""
    has_bot: bool = True
    is_private: bool = False
    is_archived: bool = False
    with_user: str | None = None
    absent: frozenset[str] = frozenset()

    def has(self, user: str) -> bool:
        """Whether this person is in it."""
        if self.with_user is not None:
            return user == self.with_user
        return user not in self.absent

    def as_slack(self) -> Json:
        """The `channel` object of conversations.info."""
        if self.with_user is not None:
            return {"id": self.id, "is_im": True, "user": self.with_user, "is_archived": False}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_im": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_member": self.has_bot,
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


def sample_people() -> dict[str, Person]:
    """The people everybody starts with, by id."""
    people = (
        Person("U0ANA", "ana.ionescu", "Ana Ionescu", is_owner=True),
        Person("U0MIHAI", "mihai.pop", "Mihai Pop"),
        Person("U0ELENA", "elena.radu", "Elena Radu", locale="en-US"),
        Person("U0GUEST", "colaborator", "Colaborator extern", is_restricted=True),
        Person("U0STRAIN", "strain", "Persoană din altă firmă", team_id="T0STRAIN"),
        Person(BOT_USER, "smartbill_bot", "SmartBill Bot", is_bot=True),
        Person(SLACKBOT, "slackbot", "Slackbot", is_bot=True),
    )
    return {person.id: person for person in people}


def sample_channels() -> dict[str, Channel]:
    """The channels everybody starts with, by id; the bot was not invited to #general."""
    channels = (
        Channel("C0FACTURI", "facturi", "Facturi de aprobat și emise"),
        Channel("C0LINISTE", "facturi-noutati", "Rezumatul zilei"),
        Channel("C0GENERAL", "general", "Toată echipa", has_bot=False),
    )
    return {channel.id: channel for channel in channels}


def sample_groups() -> dict[str, tuple[str, ...]]:
    """User groups by id: the accountants."""
    return {"S0CONTABIL": ("U0ELENA",)}
