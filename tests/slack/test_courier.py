"""The courier: what lands in the channel, and how each call that goes wrong is told in our words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from slack_sdk import WebClient

from bot.errors import RemoteRejected, RemoteUnavailable
from bot.flows.ports import MessageRef, Note
from bot.sandbox.server import Server
from bot.sandbox.slack.standin import SlackStandIn
from bot.sandbox.slack.web_api import Canned, rate_limited
from bot.slack.courier import PostPace, SlackCourier
from tests.builders import a_shop, some_settings
from tests.slack.lives import a_life, a_story
from tests.slack.reading import buttons
from tests.slack.scenes import CHANNEL

STORY = a_story(shop=a_shop(settings=some_settings(channel=CHANNEL)))


@dataclass
class Watch:
    """Time that passes only while somebody sleeps."""

    now: float = 100.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def pace(self, posts: int, seconds: float) -> PostPace:
        return PostPace(posts, seconds, now=lambda: self.now, sleep=self.sleep)


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[SlackStandIn, Server]]:
    slack = SlackStandIn(signing_secret="not used here")
    with Server(slack.api) as server:
        yield slack, server


@pytest.fixture
def slack(served: tuple[SlackStandIn, Server]) -> SlackStandIn:
    return served[0]


@pytest.fixture
def courier(served: tuple[SlackStandIn, Server]) -> SlackCourier:
    slack, server = served
    client = WebClient(token=slack.bot_token, base_url=f"{server.url}/api/", retry_handlers=[], timeout=2)
    return SlackCourier(client, Watch().pace(1, 1))


def test_a_card_is_put_up_once_and_then_edited_in_place(courier: SlackCourier, slack: SlackStandIn) -> None:
    at = courier.show(a_life("open", STORY), None)
    again = courier.show(a_life("issued", STORY), at)

    [card] = [message for message in slack.messages(CHANNEL) if message.ts == at.ts]
    assert again == at
    assert at.channel == CHANNEL
    assert buttons(card.blocks) == ["payment.collect", "document.open"]


def test_no_post_unfurls_a_link(courier: SlackCourier, slack: SlackStandIn) -> None:
    courier.show(a_life("open", STORY), None)

    [post] = [call for call in slack.calls if call.method == "chat.postMessage"][-1:]
    assert str(post.body["unfurl_links"]).lower() in {"0", "false"}
    assert str(post.body["unfurl_media"]).lower() in {"0", "false"}


def test_a_card_that_is_gone_is_put_up_anew(courier: SlackCourier, slack: SlackStandIn) -> None:
    at = courier.show(a_life("open", STORY), None)
    slack.workspace.messages.remove(at.ts)

    anew = courier.show(a_life("issued", STORY), at)

    assert anew != at
    assert [message.ts for message in slack.messages(CHANNEL) if message.ts == anew.ts] == [anew.ts]


def test_lines_and_files_go_into_the_cards_thread(courier: SlackCourier, slack: SlackStandIn) -> None:
    life = a_life("issued", STORY)
    at = courier.show(life, None)

    courier.tell(life, at, Note("note.shop_says_paid", {"number": "FCT 0012"}))
    courier.attach(life, at, b"%PDF-1.4 probe")

    thread = [message for message in slack.messages(CHANNEL) if message.thread_ts == at.ts]
    assert thread[0].text == (
        ":moneybag: Comanda este plătită în magazin. Înregistrăm încasarea facturii FCT 0012?"
    )
    assert buttons(thread[0].blocks) == ["payment.collect"]
    assert len(thread[1].files) == 1


def test_an_order_without_a_document_has_nothing_to_attach(
    courier: SlackCourier, slack: SlackStandIn
) -> None:
    calls = len(slack.calls)

    courier.attach(a_life("open", STORY), MessageRef(CHANNEL, "1.0"), b"%PDF")

    assert len(slack.calls) == calls


def test_an_offer_that_was_taken_has_no_button(courier: SlackCourier, slack: SlackStandIn) -> None:
    life = a_life("collected", STORY)
    at = courier.show(life, None)

    courier.tell(life, at, Note("note.shop_says_paid", {"number": "FCT 0012"}))

    assert buttons(slack.messages(CHANNEL)[-1].blocks) == []


def test_news_of_no_order_go_straight_into_the_channel(courier: SlackCourier, slack: SlackStandIn) -> None:
    note = Note("notice.unreadable", {"shop": "Lămpi <Exemplu>", "notice": "7", "why": "no total"})

    courier.announce(CHANNEL, "en", note)

    message = slack.messages(CHANNEL)[-1]
    assert message.thread_ts is None
    assert message.text.startswith(":warning: A notice from Lămpi &lt;Exemplu&gt; could not be read.")


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_a_slack_that_asks_for_patience_is_given_it(
    courier: SlackCourier, slack: SlackStandIn, method: str
) -> None:
    at = courier.show(a_life("open", STORY), None) if method == "chat.update" else None
    slack.script(method, rate_limited(7))

    with pytest.raises(RemoteUnavailable) as raised:
        courier.show(a_life("issued", STORY), at)

    assert raised.value.slug == "slack.later"
    assert raised.value.retry_after == timedelta(seconds=7)


@pytest.mark.parametrize("code", ["internal_error", "fatal_error", "service_unavailable", "request_timeout"])
def test_slacks_own_troubles_pass(courier: SlackCourier, slack: SlackStandIn, code: str) -> None:
    slack.script("chat.postMessage", code)

    with pytest.raises(RemoteUnavailable) as raised:
        courier.show(a_life("open", STORY), None)

    assert (raised.value.slug, raised.value.said) == ("slack.later", code)
    assert raised.value.retry_after is None


def test_a_page_in_place_of_an_answer_passes_too(courier: SlackCourier, slack: SlackStandIn) -> None:
    slack.script("chat.postMessage", Canned({"ok": False, "error": ""}, status=503))

    with pytest.raises(RemoteUnavailable):
        courier.show(a_life("open", STORY), None)


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived", "invalid_auth"])
def test_what_only_people_can_put_right_is_not_tried_again(
    courier: SlackCourier, slack: SlackStandIn, code: str
) -> None:
    at = courier.show(a_life("open", STORY), None)
    slack.script("chat.postMessage", code, code)
    slack.script("chat.update", code)

    for do in (
        lambda: courier.show(a_life("open", STORY), None),
        lambda: courier.show(a_life("issued", STORY), at),
        lambda: courier.announce(CHANNEL, "ro", Note("approval.gone", {})),
    ):
        with pytest.raises(RemoteRejected) as raised:
            do()
        assert (raised.value.slug, raised.value.said) == ("slack.refused", code)


def test_a_channel_the_bot_was_not_invited_to_is_refused(courier: SlackCourier) -> None:
    story = a_story(shop=a_shop(settings=some_settings(channel="C0GENERAL")))

    with pytest.raises(RemoteRejected) as raised:
        courier.show(a_life("open", story), None)

    assert raised.value.said == "not_in_channel"


def test_where_nobody_listens_nothing_was_posted() -> None:
    with Server(SlackStandIn(signing_secret="not used here").api) as server:
        closed = server.url
    client = WebClient(token="xoxb-1", base_url=f"{closed}/api/", retry_handlers=[], timeout=1)
    courier = SlackCourier(client, Watch().pace(1, 1))

    for at in (None, MessageRef(CHANNEL, "1.0")):
        with pytest.raises(RemoteUnavailable) as raised:
            courier.show(a_life("open", STORY), at)
        assert raised.value.slug == "slack.unreachable"


def test_posts_into_one_channel_wait_for_their_turn() -> None:
    watch = Watch()
    pace = watch.pace(2, 3)

    for _ in range(3):
        pace.wait(CHANNEL)

    assert watch.slept == [1.5, 1.5]


def test_another_channel_does_not_wait() -> None:
    watch = Watch()
    pace = watch.pace(1, 10)
    pace.wait(CHANNEL)

    pace.wait("C0LINISTE")

    assert watch.slept == []


def test_a_channel_that_was_quiet_owes_no_wait_and_saves_none_up() -> None:
    watch = Watch()
    pace = watch.pace(1, 1)
    pace.wait(CHANNEL)
    watch.now += 60

    pace.wait(CHANNEL)
    pace.wait(CHANNEL)

    assert watch.slept == [1.0]
