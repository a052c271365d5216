"""The pages of help: who is led where, and that they name what the screen shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation

from district_portal.help import choosing
from district_portal.help.topics import TOPICS
from district_portal.help.writing import NAMED, in_words
from tests.architecture.tree import ROOT
from tests.architecture.words import spoken
from tests.factories.district import set_up
from tests.permissions.test_matrix import ROWS

pytestmark = pytest.mark.django_db
MOST, LARGEST = 15, 40 * 1024
"""How many pictures there may be, and how many bytes each may have."""
PICTURES = [how_to.picture for topic in TOPICS for how_to in topic.how_tos if how_to.picture]
EACH = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)


@pytest.fixture(scope="module")
def said_on_screen():
    """Every message of the portal, apart from those that only help speaks."""
    return {message.id for message in spoken(but="help") if isinstance(message.id, str)}


@EACH
def test_what_a_page_names_is_said_by_the_portal(topic, said_on_screen):
    named = {name for text in topic.texts for name in NAMED.findall(str(text))}
    assert named
    assert named - said_on_screen == set()


@EACH
def test_anybody_may_read_it_in_either_language(client, district_set_up, topic):
    for language in ("en", "es"):
        client.cookies["django_language"] = language
        html = client.get(topic.url).text
        with translation.override(language):
            assert f"<h1>{topic.title}</h1>" in html
            assert all(in_words(step) in html for how_to in topic.how_tos for step in how_to.steps)
        assert "[" not in html.partition("<main")[2].partition("</main>")[0]


def test_a_name_reads_as_its_button_does():
    step = "Choose [Sign policy %(code)s] & <wait>."
    with translation.override("en"):
        words = in_words(step)
    assert words == "Choose <strong>Sign policy …</strong> &amp; &lt;wait&gt;."
    with translation.override("es"):
        assert "<strong>Firmar la política …</strong>" in in_words(step)


def test_the_districts_own_words_are_used(client):
    set_up(supervisor_word="team lead", administrator_word="Superintendent")
    assert "Ask your team lead." in client.get(reverse("help:topic", args=["signing"])).text
    assert "For the Superintendent" in client.get(reverse("help:index")).text


def test_each_finds_what_is_meant_for_them_first(cast):
    def first(person):
        return [topic.slug for topic in choosing.for_person(person)[0]]

    assert first(cast.lou) == ["signing", "asking"]
    assert first(cast.pat) == ["signing", "asking", "deciding"]
    assert first(cast.polly) == ["signing", "asking", "publishing"]
    assert first(cast.hana) == ["signing", "asking", "following"]
    assert first(cast.tom) == ["signing", "asking", "accounts"]
    assert first(cast.otto) == ["signing", "asking", "auditing"]
    assert {"deciding", "publishing", "leading"} < set(first(cast.ada))


def test_a_guest_is_led_to_the_visitors_page(client, district_set_up):
    html = client.get(reverse("help:index")).text
    mine, _, others = html.partition('id="others"')
    assert reverse("help:topic", args=["visiting"]) in mine
    assert reverse("help:topic", args=["signing"]) in mine
    assert reverse("help:topic", args=["publishing"]) in others


@pytest.mark.parametrize(
    ("name", "slug"),
    [("official:check", "visiting"), ("account_login", "signing"), ("ui:accessibility", "")],
)
def test_help_leads_from_each_page_to_its_own(client, district_set_up, name, slug):
    html = client.get(reverse(name)).text
    address = reverse("help:topic", args=[slug]) if slug else reverse("help:index")
    assert f'<a href="{address}">Help</a>' in html


def test_help_is_beside_the_profile_of_who_is_signed_in(client, cast):
    client.force_login(cast.pat)
    html = client.get(reverse("approvals:queue")).text
    assert f'<a href="{reverse("help:topic", args=["deciding"])}">Help</a>' in html


def test_every_page_that_a_topic_is_for_exists_and_is_no_others():
    known = {row[1] for row in ROWS}
    told = [page for topic in TOPICS for page in topic.pages]
    assert set(told) - known == set()
    assert len(told) == len(set(told))


def test_there_is_no_help_before_the_district_is_set_up(client):
    assert client.get(reverse("help:index")).status_code == 302


def test_an_unknown_topic_is_not_found_and_nothing_is_sent_there(client, district_set_up):
    assert client.get("/help/nothing/").status_code == 404
    assert Client().post(reverse("help:topic", args=["signing"])).status_code == 405


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_every_picture_was_taken_and_is_small(picture):
    found = finders.find(picture.path)
    assert found, "make shots ARGS=help"
    assert Path(found).stat().st_size <= LARGEST
    assert min(picture.size) >= 200
    assert len(str(picture.alt)) > 40


def test_no_picture_is_left_over():
    kept = {path.stem for path in (ROOT / "static/img/help").glob("*")}
    assert kept == {picture.name for picture in PICTURES}
    assert len(kept) <= MOST
