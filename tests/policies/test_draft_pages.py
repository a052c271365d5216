"""The pages around a draft: many clauses at once, autosave, comments, reviews, the list."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from district_portal.district.current import today
from policies.drafts import commenting, drafting, editing, reviewing
from policies.models import Comment, Draft, Opinion
from policies.publication import publishing
from tests.factories.policies import draft, published
from tests.standing import standing

pytestmark = pytest.mark.django_db


@pytest.fixture
def polly(cast, client):
    client.force_login(cast.polly)
    return client


@standing
def text(cast):
    return draft("529", "Staff Networks", clauses=["Be kind.", "Ask first.", "Tell parents."])


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def address(the_draft, rest=""):
    return f"/policies/drafts/{the_draft.pk}/{rest}"


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def texts(the_draft):
    the_draft.refresh_from_db()
    return [node["text"] for node in the_draft.nodes]


def save(client, the_draft, number, **fields):
    values = {"kind": "item", "label": "1.", "revision": the_draft.revision, **fields}
    return client.post(address(the_draft, f"clauses/{number}/"), values)


def test_what_is_typed_saves_itself_and_is_one_edit(polly, text):
    seen, revision = editing.fingerprint(text.nodes[0]), 1
    for so_far in ("Be", "Be very", "Be very kind."):
        answer = save(polly, text, 1, text=so_far, seen=seen, revision=revision, autosave="1")
        seen, revision = answer.json()["seen"], answer.json()["revision"]
        assert answer.json()["said"].startswith("Draft saved ")
    assert texts(text)[0] == "Be very kind."
    assert (text.edits.count(), revision) == (1, 4)


def test_nothing_typed_is_said_and_not_saved(polly, text):
    answer = save(polly, text, 1, text=" ", autosave="1")
    assert (answer.status_code, answer.json()["said"]) == (
        422,
        "Write the text, or drop the clause",
    )


def test_a_conflict_shows_both_texts_and_keeps_theirs_until_somebody_chooses(polly, text, cast):
    seen = editing.fingerprint(text.nodes[0])
    editing.write(text, 1, revision=1, by=cast.ada, text="Be strict.")
    answer = save(polly, text, 1, text="Be lenient.", seen=seen, autosave="1")
    assert answer.status_code == 409
    for part in ("Be strict.", "Be lenient.", "Ada Lindqvist has changed it since"):
        assert part in words(answer)
    assert texts(text)[0] == "Be strict."
    page = save(polly, text, 1, text="Be lenient.", seen=seen, revision=1)
    assert page.status_code == 409
    assert "Two people have changed this clause" in words(page)
    chosen = page.context["form"].data
    save(polly, text, 1, text="Be lenient.", seen=chosen["seen"], revision=chosen["revision"])
    assert texts(text)[0] == "Be lenient."


def test_a_new_clause_that_saves_itself_is_written_on_at_its_own_address(polly, text):
    values = {"kind": "item", "text": "Be", "revision": 1, "autosave": "1"}
    told = polly.post(address(text, "clauses/new/?after=1"), values).json()
    assert told["action"] == address(text, "clauses/4/")
    values = {"kind": "item", "text": "Be fair.", "revision": 2, "seen": told["seen"]}
    polly.post(told["action"], values)
    assert texts(text) == ["Be kind.", "Be fair.", "Ask first.", "Tell parents."]


def test_text_saved_for_a_clause_that_is_gone_is_offered_again(polly, text, cast):
    editing.drop(text, 1, revision=1, by=cast.ada)
    assert save(polly, text, 1, text="Be fair.", autosave="1").status_code == 410
    page = save(polly, text, 1, text="Be fair.")
    assert page.status_code == 409
    assert "Save to add your text at the end." in words(page)


def test_ticked_clauses_are_changed_together(polly, text):
    values = {"ticked": ["1", "3"], "do": "kind-para", "revision": 1}
    polly.post(address(text, "many/"), values)
    text.refresh_from_db()
    assert [node["kind"] for node in text.nodes] == ["para", "item", "para"]
    polly.post(address(text, "many/"), {"ticked": "1,2", "do": "drop", "revision": 2})
    assert texts(text) == ["Tell parents."]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"do": "drop", "revision": 1}, "Tick at least one clause first"),
        ({"ticked": "1", "revision": 1}, "Choose what to do with the ticked clauses"),
        ({"ticked": "x", "do": "drop", "revision": 1}, "Tick the clauses again"),
        ({"ticked": "99", "do": "drop", "revision": 1}, "no longer in the draft"),
        ({"ticked": "2", "do": "join", "revision": 77}, "has changed since"),
    ],
)
def test_what_cannot_be_done_together_is_said(polly, text, values, said):
    answer = polly.post(address(text, "many/"), values, follow=True)
    assert said in words(answer)
    assert len(texts(text)) == 3


def test_all_like_one_are_ticked(polly, text):
    page = polly.get(address(text, "?at=1&like=1")).content.decode()
    assert page.count(" checked>") == 3


def test_the_page_comes_back_where_the_clause_stood(polly, text):
    text.doubts = [{"message": "Is it one?", "about": "node", "node": 3, "suggestion": ""}]
    text.save()
    for act, revision, at in (("join:2", 1, 1), ("settle:0", 2, 3), ("drop:3", 3, 1)):
        values = {"act": act, "revision": revision}
        answer = polly.post(address(text, "act/"), values)
        assert answer.headers["Location"] == address(text, f"?at={at}#n{at}")
    answer = polly.post(address(text, "act/"), {"act": "join:1", "revision": 9})
    assert answer.headers["Location"] == address(text, "?at=1")


def test_undone_is_done_again(polly, text):
    polly.post(address(text, "act/"), {"act": "drop:2", "revision": 1})
    polly.post(address(text, "undo/"), {"revision": 2})
    assert len(texts(text)) == 3
    answer = polly.post(address(text, "redo/"), {"revision": 3, "at": "1"}, follow=True)
    assert "Done again. Dropped: 2. Ask first." in words(answer)
    assert texts(text) == ["Be kind.", "Tell parents."]
    assert "There is nothing to do again." in words(
        polly.post(address(text, "redo/"), {"revision": 4}, follow=True)
    )


def test_who_a_clause_was_is_decided_by_a_person_and_taken_back(polly, cast):
    version = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    text = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    key = version.clauses.get(order=2).key
    for revision, value in enumerate(["new", key, ""], start=1):
        polly.post(address(text, "act/"), {"act": f"was:1:{value}", "revision": revision})
        text.refresh_from_db()
        assert text.nodes[0]["was"] == value


def test_a_clause_that_seems_gone_is_told_to_be_a_new_one(polly):
    version = published("529", "Staff Networks", clauses=["Be kind to every guest.", "Ask first."])
    text = draft("529", "Staff Networks", clauses=["Ask first.", "Nobody shouts at the door."])
    page = polly.get(address(text))
    assert "No longer in the text Removed" in words(page)
    key = version.clauses.get(order=1).key
    assert f'value="was:2:{key}"' in page.text
    assert f'value="was:1:{key}"' not in page.text
    polly.post(address(text, "act/"), {"act": f"was:2:{key}", "revision": text.revision})
    said = words(polly.get(address(text)))
    assert "No longer in the text" not in said
    assert "Was clause 1, changed" in said


def test_of_many_gone_clauses_none_offers_a_list_of_all(polly):
    published("529", "Staff Networks", clauses=[f"Rule {n} of old." for n in range(70)])
    text = draft("529", "Staff Networks", clauses=["Wholly other words stand here."])
    page = polly.get(address(text))
    assert "became-" not in page.text
    assert "choose the clause it was" in words(page)


def test_a_long_manual_is_shown_in_parts_of_bounded_weight(polly, cast):
    clauses = [f"Sentence number {number} of a long manual. " * 4 for number in range(1200)]
    long, short = draft("1", "Manual", clauses=clauses), draft("2", "Leaflet", clauses=clauses[:3])
    assert queries(polly, address(long)) == queries(polly, address(short))
    page = polly.get(address(long, "?at=900"))
    assert "Part 9 of 11" in words(page)
    assert 'id="n900"' in page.content.decode()
    assert len(page.content) < 250_000
    assert 'id="n900"' not in polly.get(address(long, "?leaf=2")).content.decode()


def test_a_reader_sees_the_draft_comments_and_answers(client, text, cast):
    client.force_login(cast.lou)
    assert client.get(address(text, "review/")).status_code == 404
    assert client.get(address(text, "comments/")).status_code == 404
    reviewing.ask(text, [cast.lou], by=cast.polly, question="Clear?", due_on=today())
    assert "1 draft to read." in words(client.get("/"))
    page = client.get(address(text, "review/"))
    assert "Polly Hart asks you to read this" in words(page)
    assert client.get(address(text)).status_code == 404
    client.post(address(text, "comments/?clause=2"), {"text": "Whom?", "node": 2})
    answer = client.post(address(text, "review/"), {"answer": "changes", "revision": 1})
    assert "Say what should be changed" in words(answer)
    values = {"answer": "changes", "note": "See 2.", "revision": 1}
    assert "Your answer is on its way." in words(
        client.post(address(text, "review/"), values, follow=True)
    )
    assert "draft to read" not in words(client.get("/"))
    editing.indent(text, 1, revision=1, by=cast.polly)
    client.force_login(cast.polly)
    assert "See 2." in words(client.get(address(text)))
    assert "edited since" in words(client.get(address(text)))


def test_people_are_found_by_name_and_asked_once(polly, text, cast):
    page = polly.get(address(text, "readers/?words=berg"))
    assert "Lou Berg" in words(page)
    assert "Nobody on the roster is called" in words(polly.get(address(text, "readers/?words=zz")))
    late = {"readers": cast.lou.pk, "due_on": today() - dt.timedelta(days=1)}
    assert "still to come" in words(polly.post(address(text, "readers/?words=berg"), late))
    assert "Choose whom you ask" in words(polly.post(address(text, "readers/"), {}))
    left = {"readers": cast.left.pk}
    assert polly.post(address(text, "readers/?words=past"), left).status_code == 200
    for said in ("1 person is asked.", "They were asked already."):
        values = {"readers": [cast.lou.pk]}
        answer = polly.post(address(text, "readers/?words=berg"), values, follow=True)
        assert said in words(answer)
    opinion = Opinion.objects.get()
    for said in ("Lou Berg is reminded.", "Lou Berg was reminded today"):
        remind = address(text, f"readers/{opinion.pk}/remind/")
        assert said in words(polly.post(remind, follow=True))
    polly.post(address(text, f"readers/{opinion.pk}/withdraw/"))
    assert not Opinion.objects.exists()


def test_a_comment_is_answered_resolved_and_reopened(polly, text, cast):
    polly.post(address(text, "comments/"), {"text": "Too long?"})
    comment = Comment.objects.get()
    at = address(text, f"comments/{comment.pk}/")
    assert "Write what you want to say" in words(polly.post(at + "reply/", {}, follow=True))
    polly.post(at, {"text": "Too short?"})
    polly.post(at + "reply/", {"text": "No."})
    page = polly.post(at, {"text": "Hm?"}, follow=True)
    assert "It was answered or resolved meanwhile" in words(page)
    assert "Resolved" in words(polly.post(at + "resolve/", follow=True))
    polly.post(at + "reopen/")
    assert commenting.open_on(text) == {None: 1}
    assert "1 comment is still open." in words(polly.get(address(text, "publish/")))


def test_what_was_said_stays_with_the_version(polly, text, cast):
    commenting.add(text, by=cast.lou, text="Whom do I ask?", node=2)
    publishing.publish(text, by=cast.polly)
    page = polly.get("/policies/529/v1/discussion/")
    assert "Whom do I ask?" in words(page)
    assert "/policies/529/v1/#c2" in page.content.decode()
    assert polly.get(address(text, "comments/")).status_code == 302


def test_the_list_says_how_each_draft_stands(polly, text, cast):
    commenting.add(text, by=cast.lou, text="Whom?", node=2)
    first, _second = reviewing.ask(text, [cast.lou, cast.pat], by=cast.polly)
    reviewing.answer(first, by=cast.lou, answer="fine", revision=1)
    draft("9", "Phones", owner=cast.polly)
    page = words(polly.get("/policies/drafts/"))
    assert "1 of 2 answered" in page
    for state, shown, hidden in (
        ("comments", "Staff Networks", "Phones"),
        ("reviews", "Staff Networks", "Phones"),
        ("mine", "Phones", "Staff Networks"),
    ):
        page = words(polly.get(f"/policies/drafts/?state={state}"))
        assert shown in page
        assert hidden not in page
    assert "No draft matches" in words(polly.get("/policies/drafts/?state=proposed"))
    assert "Phones" in words(polly.get("/policies/drafts/?words=phon"))


@pytest.mark.thorough
def test_lists_ask_no_more_for_more_rows(polly, text, cast):
    def add(count):
        for number in range(count):
            reader = (cast.lou, cast.pat, cast.theo)[number % 3]
            other = draft(f"{Draft.objects.count()}", "Other", owner=cast.polly)
            comment = commenting.add(text, by=reader, text="Whom?", node=2)
            commenting.reply(comment, by=cast.polly, text="You.")
            commenting.add(other, by=reader, text="Whom?")
            Opinion.objects.create(
                draft=text,
                reader=reader,
                asked_by=cast.polly,
                asked_at=comment.at,
                answer="fine",
                answered_at=comment.at,
                revision=1,
            )
            reviewing.ask(other, [cast.polly], by=cast.ada)

    urls = ["/policies/drafts/", "/", *(address(text, at) for at in ("", "comments/", "readers/"))]
    add(3)
    few = [queries(polly, url) for url in urls]
    add(27)
    assert [queries(polly, url) for url in urls] == few


def test_edit_leads_straight_to_the_editor_and_the_rest_stands_under_more(polly, text):
    page = polly.get(address(text)).content.decode()
    assert f'href="{address(text, "clauses/2/")}#clause-form">Edit<' in page
    assert page.count('name="more"') == 1, "only in the template that the script copies"
    assert page.count('value="drop:2"') == 0
    opened = polly.get(address(text, "?at=2&more=1")).content.decode()
    assert opened.count('value="drop:2"') == 1


def test_the_tools_stay_open_after_an_act_out_of_them_and_only_then(polly, text):
    values = {"act": "kind:2:para", "revision": 1}
    assert polly.post(address(text, "act/"), {**values, "more": "1"}).url == address(
        text, "?at=2&more=1#n2"
    )
    values = {"act": "kind:2:item", "revision": 2}
    assert polly.post(address(text, "act/"), values).url == address(text, "?at=2#n2")
    dropped = {"act": "drop:2", "revision": 3, "more": "1"}
    assert "more" not in polly.post(address(text, "act/"), dropped).url


def test_a_draft_beside_a_scheduled_version_says_what_it_waits_for(polly, cast):
    published("529", "Staff Networks", clauses=["Be kind."])
    day = today() + dt.timedelta(days=14)
    waiting = published("529", "Staff Networks", clauses=["Be kinder."], effective_on=day)
    page = polly.get(drafting.revise(waiting.policy, by=cast.polly).get_absolute_url())
    assert "First settle this Version 2 comes into force on" in words(page)
    assert "Withdraw it, or wait until then." in words(page)
    assert f'href="{waiting.get_absolute_url()}"' in page.text
    assert 'href="/policies/529/v2/withdraw/"' in page.text


def test_a_code_that_another_policy_has_is_said_where_it_is_to_be_settled(polly, cast):
    published("529", "Staff Networks")
    policy = published("533", "Networks").policy
    page = polly.get(draft("529", "Networks", policy=policy).get_absolute_url())
    assert "has this code already" in words(page)


def test_a_draft_under_discussion_is_called_so_on_its_page_and_in_the_list(polly, text, cast):
    commenting.add(text, by=cast.ada, text="Why?", node=1)
    page = words(polly.get(address(text)))
    assert "1 open comment" in page
    assert "Ready to publish" not in page
    assert "In discussion" in words(polly.get("/policies/drafts/"))
