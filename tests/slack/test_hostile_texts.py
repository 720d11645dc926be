"""Whatever a shop's customers typed: every card and form stays within Slack's limits and pings nobody."""

from datetime import date, timedelta

import pytest

from bot.domain.amending import particulars
from bot.domain.checks import check
from bot.flows.correcting import Correction
from bot.flows.ledger import OrderRecord
from bot.flows.ports import Note
from bot.sandbox.slack.blocks import problems
from bot.sandbox.slack.drafts import LONGEST_TEXT, refuse_long_edit
from bot.sandbox.slack.views import view_problems
from bot.slack import blocks as b
from bot.slack.answers import refusal, said
from bot.slack.cards import Message, card
from bot.slack.drafts import buyer_name
from bot.slack.forms.correct import correct_form, corrected_form
from bot.slack.forms.issue import issue_form
from bot.slack.lives import life_message, line_of
from bot.slack.mrkdwn import Mrkdwn, tell
from bot.slack.notes import note_message
from bot.words.say import Language
from tests.builders import CHANGED_AT
from tests.slack.lives import HOSTILE, STATES, a_hostile_story, a_life, a_story, history
from tests.slack.reading import foreign_markup, texts

LANGUAGES: tuple[Language, Language] = ("ro", "en")

each_text = pytest.mark.parametrize("kind", HOSTILE)
each_state = pytest.mark.parametrize("state", STATES)
each_language = pytest.mark.parametrize("language", LANGUAGES)


def must_be_fit(message: Message) -> None:
    """Slack would take it, and nothing in it is markup that is not ours."""
    assert problems(message.blocks, "message") == []
    assert len(message.text) <= LONGEST_TEXT
    assert message.text.strip()
    assert foreign_markup(message.blocks) == ""
    assert foreign_markup(message.text) == ""


@each_language
@each_state
def test_a_plain_card_is_one_slack_takes(language: Language, state: str) -> None:
    must_be_fit(card(a_life(state, a_story(language))))


@each_language
@each_state
@each_text
def test_a_card_full_of_hostile_text_is_one_slack_takes(kind: str, state: str, language: Language) -> None:
    message = card(a_life(state, a_hostile_story(kind, language)))

    must_be_fit(message)
    refuse_long_edit(message.text)


@each_state
@each_text
def test_hostile_text_cannot_push_the_state_out_of_sight(kind: str, state: str) -> None:
    plain = card(a_life(state)).blocks[0]["text"]["text"].splitlines()[1].split("FCT")[0]

    hostile = card(a_life(state, a_hostile_story(kind, "ro"))).blocks[0]["text"]["text"]

    assert hostile.splitlines()[1].startswith(plain)


@each_text
def test_hostile_text_cannot_add_a_line_of_its_own(kind: str) -> None:
    blocks = card(a_life("approved", a_hostile_story(kind, "ro"))).blocks

    assert len(blocks[0]["text"]["text"].splitlines()) == 2
    assert len(blocks[-1]["elements"][0]["text"].splitlines()) == 2
    assert blocks[-1]["elements"][0]["text"].splitlines()[1].startswith("Aprobată de <@U0ANA>")


@each_text
def test_hostile_text_cannot_turn_our_words_around(kind: str) -> None:
    shown = "".join(texts(card(a_life("open", a_hostile_story(kind, "ro"))).blocks))

    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_slack_makes_no_links_or_mentions_of_its_own_in_our_texts() -> None:
    blocks = card(a_life("open")).blocks

    assert blocks[0]["text"]["verbatim"] is True
    assert [field["verbatim"] for field in blocks[1]["fields"]] == [True] * 5
    assert blocks[-2]["elements"][0]["verbatim"] is True


@each_language
@each_text
def test_the_life_of_a_hostile_order_is_one_slack_takes(kind: str, language: Language) -> None:
    for state in ("left", "open", "declined", "issued"):
        must_be_fit(life_message(a_life(state, a_hostile_story(kind, language)), history()))


@each_text
def test_a_list_of_hostile_orders_is_one_slack_takes(kind: str) -> None:
    life = a_life("open", a_hostile_story(kind, "en"))

    lines = [line_of("en", life, CHANGED_AT + timedelta(days=3)) for _ in range(20)]

    must_be_fit(Message(text="\n".join(lines), blocks=b.rendered(b.paragraphs(lines))))
    assert all(line.endswith(" · 3 days") for line in lines)


@each_language
@each_text
def test_the_preview_of_a_hostile_order_is_a_form_slack_takes(kind: str, language: Language) -> None:
    story = a_hostile_story(kind, language)
    draft = story.draft
    record = OrderRecord(id=1, shop_id="lampi", order=story.order, decision=None)

    declined = a_life("declined", story).proposal
    view = issue_form(language, record, draft, check(draft, story.order), declined=declined)

    assert view_problems(view) == []
    assert foreign_markup(view["blocks"]) == ""


@each_language
@each_text
@pytest.mark.parametrize("lines", [19, 400])
def test_the_correction_of_a_hostile_order_is_a_form_slack_takes(
    kind: str, language: Language, lines: int
) -> None:
    story = a_hostile_story(kind, language)
    order = story.order.model_copy(update={"lines": story.order.lines[:lines]})
    record = OrderRecord(id=1, shop_id="lampi", order=order, decision=None)
    shown = particulars(order, story.shop.settings, None)
    correction = Correction(story.shop, record, story.proposal, shown, date(2026, 11, 20))

    for view in (correct_form(correction), corrected_form(correction)):
        assert view_problems(view) == []
        sections = [block for block in view["blocks"] if block["type"] != "input"]
        assert foreign_markup(sections) == ""


@pytest.mark.parametrize("slug", ["notice.unreadable", "note.shop_says_paid", "note.payment_refused"])
@each_text
def test_a_hostile_note_is_a_message_slack_takes(kind: str, slug: str) -> None:
    text = HOSTILE[kind]
    facts = {"shop": text, "why": text, "notice": "7", "number": text, "said": text}

    message = note_message("ro", Note(slug, facts), a_life("issued"))

    must_be_fit(message)


@each_text
def test_a_refusal_with_hostile_words_is_an_answer_slack_takes(kind: str) -> None:
    sentence = tell("ro", "error.smartbill.refused", said=HOSTILE[kind])

    sent_off = {"type": "view_submission", "view": {"state": {"values": {}}}}

    must_be_fit(said(sentence))
    assert view_problems(refusal("ro", sent_off, sentence)["view"]) == []


@each_text
def test_a_hostile_person_is_never_shown_in_full(kind: str) -> None:
    customer = a_hostile_story("pinging", "ro").order.customer.model_copy(update={"name": HOSTILE[kind]})

    assert len(buyer_name(customer)) <= 83


def test_paragraphs_keep_every_line_whole() -> None:
    lines = [Mrkdwn(f"{n} " + "x" * 700) for n in range(9)]

    sections = [block["text"]["text"] for block in b.rendered(b.paragraphs(lines))]

    assert "\n".join(sections) == "\n".join(lines)
    assert [len(section) for section in sections] == [2811, 2811, 702]
