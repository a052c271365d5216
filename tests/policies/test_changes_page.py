"""The page that compares two versions, and what a screen reader makes of it."""

import datetime as dt
import html
import re

import pytest
from django.utils import timezone

from district_portal.district.current import today
from district_portal.district.models import District
from policies.drafts import drafting
from policies.models import Opinion
from policies.publication import publishing
from tests.factories.acknowledgments import cost
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
KIND = "Be kind to all who come to the school, whoever they are."
MAIL = "Write to students only by district e-mail and copy a parent every single time."
DOGS = "Dogs stay at home on all days but the last one before the summer."
FILL = [f"Rule number {n} of the house speaks of room {n} and of nothing else." for n in range(5)]
PAGE = "/policies/529/v3/changes/v1/"


@standing
def three(cast):
    return [
        published("529", "Networks", clauses=[KIND, MAIL, *FILL], by=cast.polly),
        published("529", "Networks", clauses=[MAIL, *FILL], summary="Kindness goes unsaid."),
        published(
            "529",
            "Staff Networks",
            clauses=[MAIL.replace("every single time", "always"), *FILL, DOGS],
            summary="Dogs.",
            revision="minor",
            by=cast.ada,
        ),
    ]


def heard(answer):
    """What is read aloud of the main part, in order, with headings and links told.

    Without what leads about on the page: the folded list of its parts, the steps between changes.
    """
    text = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]
    text = re.sub(r'<details class="contents-above".*?</details>', " ", text, flags=re.DOTALL)
    text = re.sub(r"<p [^>]*data-step.*?</p>", " ", text, flags=re.DOTALL)
    text = re.sub(r"<h(\d)[^>]*>", r" h\1: ", text)
    text = re.sub(r"<(?:option|title)[^>]*>.*?</(?:option|title)>", " ", text, flags=re.DOTALL)
    text = re.sub(r"</?(?:ins|del|span|strong|a)\b[^>]*>", "", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_the_list_of_changes_comes_first_then_the_text_then_the_versions(client, cast, three):
    client.force_login(cast.lou)
    said = heard(client.get(PAGE))
    assert (
        "h2: Changes 5 of 7 clauses are the same word for word. "
        "Clause 1: removed. "
        "Clause 1 (was 2): changed. Removed “every single time”. Added “always”. "
        "Clause 7: added. "
        "Title: [added: Staff end of added text] Networks "
        "In 5 more clauses only the number, the level, or spaces and quotes differ. "
        "h2: In the text"
    ) in said
    assert (
        f"Removed [removed: {KIND} end of removed text] "
        "1. Was clause 2 Write to students only by district e-mail and copy a parent "
        "[removed: every single time end of removed text] [added: always end of added text] . "
        "5 unchanged clauses "
    ) in said.replace("1. Removed", "Removed")
    assert said.endswith(f"7. New clause {DOGS} Earlier version Later version Compare")
    assert "h1: What changed from version 1 to version 3 h2: In the words of the district" in said
    told = said.split("h2: ")[1]
    assert "Version 2" in told
    assert "Kindness goes unsaid. Version 3" in told
    assert "published by Ada Lindqvist · Minor: wording, no new duty Dogs." in told


@pytest.mark.parametrize("query", ["", "?view=side"])
def test_one_goes_from_change_to_change_by_links(client, cast, three, query):
    client.force_login(cast.lou)
    text = client.get(f"{PAGE}{query}").content.decode()
    assert re.search(r'href="#(\w+)"[^>]*>To the first change', text)[1] == "w1"
    steps = re.findall(r"<p [^>]*data-step .*?</p>", text, re.DOTALL)
    assert [re.findall(r'href="#(\w+)"', step) for step in steps] == [["c1"], ["w1", "c7"], ["c1"]]
    assert "Next change" in steps[0]
    assert "Previous change" not in steps[0]
    for anchor in ("w1", "c1", "c7"):
        assert f'id="{anchor}"' in text


def test_each_sentence_leads_to_its_clause(client, cast, three):
    client.force_login(cast.lou)
    text = client.get(PAGE).content.decode()
    targets = re.findall(r'<ol class="changes">(.*?)</ol>', text, re.DOTALL)[0]
    targets = re.findall(r'href="#([^"]+)"', targets)
    assert targets == ["w1", "c1", "c7"]
    for target in targets:
        assert text.count(f'id="{target}"') == 1


@pytest.mark.parametrize("query", ["", "?view=side", "?all=1&noise=show", "?view=side&all=1"])
def test_every_anchor_stands_once_in_every_look(client, cast, three, query):
    client.force_login(cast.lou)
    text = client.get(PAGE + query).content.decode()
    anchors = re.findall(r' id="([cw][\d.]+)"', text)
    assert len(anchors) == len(set(anchors))
    linked = set(re.findall(r'href="#([cw][\d.]+)"', text))
    assert linked <= set(anchors)


def test_side_by_side_the_old_words_stand_in_the_first_column(client, cast, three):
    client.force_login(cast.lou)
    text = client.get(f"{PAGE}?view=side").content.decode()
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    old, new = next(
        re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in rows if "students only" in row
    )
    assert ("<del>" in old, "<ins>" in old) == (True, False)
    assert ("<del>" in new, "<ins>" in new) == (False, True)
    assert '<th scope="col">Version 1</th><th scope="col">Version 3</th>' in text


def test_the_whole_text_can_be_shown_and_noise_too(client, cast, three):
    client.force_login(cast.lou)
    assert "unchanged clauses" in heard(client.get(PAGE))
    whole = heard(client.get(f"{PAGE}?all=1&noise=show"))
    assert "unchanged clauses" not in whole
    assert "2. Was clause 3, same words Rule number 0" in whole


def test_either_order_leads_to_the_same_page(client, cast, three):
    client.force_login(cast.lou)
    assert client.get("/policies/529/v1/changes/v3/").url == PAGE
    assert client.get("/policies/529/changes/?old=1&new=3").url == "/policies/529/v3/changes/v1/"
    chosen = client.get("/policies/529/changes/?old=3&new=1&view=side&x=y")
    assert chosen.url == f"{PAGE}?view=side"
    turned = client.get("/policies/529/v1/changes/v3/?view=side")
    assert turned.url == f"{PAGE}?view=side"


def test_what_is_not_there_is_not_compared(client, cast, three):
    client.force_login(cast.lou)
    assert client.get("/policies/529/v9/changes/v1/").status_code == 404
    assert client.get("/policies/529/v2/changes/v2/").url == "/policies/529/v2/"
    assert client.get("/policies/529/changes/?old=9").url == "/policies/529/#versions"


@pytest.mark.parametrize("query", ["", "?view=side&all=1&noise=show"])
def test_text_is_never_taken_for_markup(client, cast, query):
    old = ["<b>Bold</b> words & more, for all who read them here.", "<i>Gone</i> tomorrow"]
    new = ["<u>Plain</u> words & more, for all who read them here.", "<s>New</s> here today"]
    published("529", "Networks", clauses=[("<1>", old[0]), {"kind": "para", "text": old[1]}])
    published("529", "Networks", clauses=[("<2>", new[0]), {"kind": "para", "text": new[1]}])
    client.force_login(cast.lou)
    text = client.get(f"/policies/529/v2/changes/v1/{query}").content.decode()
    for markup in ("<b>", "<i>", "<u>", "<s>", "<1>", "<2>", "& more"):
        assert markup not in text
    assert "words &amp; more" in text
    assert "&amp;lt;" not in text


def test_equal_versions_say_so(client, cast):
    published("529", "Networks", clauses=[KIND])
    published("529", "Networks", clauses=[KIND])
    client.force_login(cast.lou)
    said = heard(client.get("/policies/529/v2/changes/v1/"))
    assert "h2: Changes Nothing: both texts are the same." in said


def test_an_old_address_leads_on(client, cast, three):
    draft = drafting.revise(three[0].policy, by=None)
    draft.code = "530"
    draft.save()
    publishing.publish(draft, by=None, summary="Another code.")
    client.force_login(cast.lou)
    assert client.get(PAGE).url == "/policies/530/v3/changes/v1/"


def test_the_policy_s_page_leads_to_what_changed(client, cast, three):
    client.force_login(cast.lou)
    text = client.get("/policies/529/").content.decode()
    assert 'href="/policies/529/v3/changes/v2/">Compare with version 2' in text
    assert 'href="/policies/529/v2/changes/v1/">Compare with version 1' in text
    old = client.get("/policies/529/v1/").content.decode()
    assert f'href="{PAGE}">See what has changed since version 1' in old


def test_a_version_to_come_is_compared_by_those_who_may_read_it(client, cast, three):
    published("529", "Networks", clauses=[DOGS], effective_on=today() + dt.timedelta(days=9))
    client.force_login(cast.polly)
    assert "See what it changes" in client.get("/policies/529/").content.decode()
    assert client.get("/policies/529/v4/changes/v3/").status_code == 200
    client.force_login(cast.lou)
    assert client.get("/policies/529/v4/changes/v3/").status_code == 404
    assert "4, from" not in client.get(PAGE).content.decode()


def test_guests_compare_what_is_in_the_public_manual(client, cast, three):
    assert client.get(PAGE).url.startswith("/accounts/login/")
    District.objects.update(manual_is_public=True)
    said = heard(client.get(PAGE))
    assert "Kindness goes unsaid." in said
    assert "Ada Lindqvist" not in said


def test_who_is_asked_to_read_a_draft_sees_what_it_changes(client, cast, three):
    draft = drafting.revise(three[0].policy, by=cast.polly)
    client.force_login(cast.tom)
    assert client.get(f"/policies/drafts/{draft.pk}/changes/").status_code == 404
    Opinion.objects.create(
        draft=draft, reader=cast.tom, asked_by=cast.polly, asked_at=timezone.now()
    )
    assert client.get(f"/policies/drafts/{draft.pk}/changes/").status_code == 200


def test_a_draft_is_compared_with_the_version_in_force(client, cast, three):
    draft = drafting.revise(three[0].policy, by=cast.polly)
    draft.text["nodes"][0]["text"] = KIND
    draft.text["legal_refs"] = [{"text": "Ordinance 12", "group": ""}]
    draft.save()
    client.force_login(cast.polly)
    said = heard(client.get(f"/policies/drafts/{draft.pk}/changes/"))
    assert "h1: What the draft changes in version 3 h2: Changes 6 of 7 clauses" in said
    assert "Legal reference: [added: Ordinance 12 end of added text]" in said


def test_a_draft_of_a_new_policy_has_nothing_to_compare(client, cast):
    draft = drafting.start(by=cast.polly)
    client.force_login(cast.polly)
    assert (
        client.get(f"/policies/drafts/{draft.pk}/changes/").url == f"/policies/drafts/{draft.pk}/"
    )


def test_many_changes_cost_no_more_queries_than_few(client, cast, three):
    client.force_login(cast.lou)
    few = cost(client, PAGE)
    for number in range(6):
        published("529", "Networks", clauses=[f"Rule {n}, again {number}." for n in range(30)])
    assert cost(client, "/policies/529/v9/changes/v1/") == few
    assert few <= 15
