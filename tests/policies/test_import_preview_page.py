"""Import in the browser: what the policy administrator sees and does before anything is stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from policies.drafts import editing
from policies.models import Draft
from tests.factories.policies import draft, published
from tests.policies.texts import TWINS

pytestmark = pytest.mark.django_db

PLAIN = b"529 - Staff Networks\n\n1. Be kind.\n2. Ask first.\n"


@pytest.fixture
def polly(cast, client):
    client.force_login(cast.polly)
    return client


def file(name="529.txt", content=PLAIN):
    return SimpleUploadedFile(name, content)


def upload(client, *files, **fields):
    return client.post("/policies/import/", {"files": list(files), **fields}, follow=True)


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def act(client, the_draft, what, revision=None):
    the_draft.refresh_from_db()
    values = {"act": what, "revision": revision or the_draft.revision}
    answer = client.post(f"/policies/drafts/{the_draft.pk}/act/", values, follow=True)
    the_draft.refresh_from_db()
    return answer


def clause(client, the_draft, number, **fields):
    node = next(node for node in the_draft.nodes if node["id"] == number)
    values = {**{name: node[name] for name in ("kind", "label", "text")}, **fields}
    values.setdefault("revision", the_draft.revision)
    answer = client.post(f"/policies/drafts/{the_draft.pk}/clauses/{number}/", values)
    the_draft.refresh_from_db()
    return answer


def test_one_file_leads_to_its_preview(polly):
    answer = upload(polly, file())
    the_draft = Draft.objects.get()
    assert answer.redirect_chain == [(the_draft.get_absolute_url(), 302)]
    assert "2 clauses, from 529.txt" in words(answer)
    assert "Ready to publish" in words(answer)


def test_source_and_clauses_stand_side_by_side(polly):
    upload(polly, file())
    page = polly.get(f"/policies/drafts/{Draft.objects.get().pk}/?at=1&more=1").content.decode()
    assert '<li id="l3" value="3">1. Be kind.</li>' in page
    assert '<a href="#l3">line 3 of the source</a>' in page
    assert '<span class="clause-label">1.</span>' in page


def test_sections_are_counted(polly):
    text = (TWINS / "417.2-employee-social-media" / "v1.txt").read_bytes()
    assert "26 clauses in 2 sections" in words(upload(polly, file(content=text)))


def test_pasted_text_is_read_too(polly):
    answer = upload(polly, pasted=PLAIN.decode())
    assert "2 clauses, from pasted text" in words(answer)


def test_several_files_become_several_drafts(polly):
    answer = upload(polly, file(), file("530.txt", b"530 - Phones\n\n1. Hang up.\n"))
    assert "2 drafts are ready." in words(answer)
    assert {the_draft.code for the_draft in Draft.objects.all()} == {"529", "530"}


def test_nothing_chosen_is_said_beside_the_field(polly):
    answer = upload(polly)
    assert "Choose a file, or paste the text below" in words(answer)
    assert "This field is required" not in words(answer)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("a.txt", b"%PDF-1.7"),
        ("a.txt", b"PK\x03\x04"),
        ("a.txt", b"\x00\x01\x02\x03" * 50),
        ("a.txt", b" \n \n"),
        ("a.txt", b""),
        ("a.txt", b"x" * (5 * 1024 * 1024 + 1)),
        ("..%2F..%2Fetc%2Fpasswd.exe", b"text"),
    ],
)
def test_a_file_that_is_no_policy_is_named_and_nothing_is_stored(polly, name, content):
    answer = upload(polly, file(), file(name, content))
    assert answer.status_code == 200
    assert f"{name}: " in words(answer)
    assert not Draft.objects.exists()


def test_too_many_files_at_once_are_refused(polly):
    answer = upload(polly, *(file(f"{number}.txt") for number in range(201)))
    assert "Choose at most 200 files at once." in words(answer)
    assert not Draft.objects.exists()


def test_a_missing_code_is_asked_for_and_its_own_reference_offered(polly):
    text = (TWINS / "staff-presence-on-social-media" / "v1.txt").read_bytes()
    answer = upload(polly, file(content=text))
    assert "Which code does it have?" in words(answer)
    assert "Use 533" in words(answer)
    assert "Continue to publish" not in words(answer)
    the_draft = Draft.objects.get()
    values = {"code": "533", "revision": the_draft.revision}
    answer = polly.post(f"/policies/drafts/{the_draft.pk}/code/", values, follow=True)
    assert "Continue to publish" in words(answer)
    the_draft.refresh_from_db()
    assert the_draft.code == "533"


def test_a_code_left_empty_has_its_own_message(polly):
    the_draft = draft("", "Staff Networks")
    answer = polly.post(f"/policies/drafts/{the_draft.pk}/code/", {"revision": 1})
    assert "Enter the policy’s code" in words(answer)


def test_what_was_left_out_is_shown_and_can_be_put_back(polly):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    answer = act(polly, the_draft, "drop:2")
    assert "Left out" in words(answer)
    assert "Dropped: 2. Ask first." in words(answer)
    act(polly, the_draft, "restore:2")
    assert [node["text"] for node in the_draft.nodes] == ["Be kind.", "Ask first."]


@pytest.mark.parametrize("what", ["indent:2", "outdent:2", "join:2", "up:2", "down:1", "drop:1"])
def test_every_button_beside_a_clause_works_and_can_be_undone(polly, what):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", {"depth": 1, "text": "Ask."}])
    before = the_draft.nodes
    act(polly, the_draft, what)
    assert the_draft.nodes != before
    address = f"/policies/drafts/{the_draft.pk}/undo/"
    assert "Undone." in words(polly.post(address, {"revision": 2}, follow=True))
    the_draft.refresh_from_db()
    assert the_draft.nodes == before


@pytest.mark.parametrize(
    "what", ["", "explode:1", "indent:x", "indent:99", "join:1", "up:1", "was:1:x", "settle:7"]
)
def test_a_button_that_makes_no_sense_changes_nothing(polly, what):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    assert act(polly, the_draft, what).status_code == 200
    assert the_draft.revision == 1


def test_a_clause_is_written_anew_and_split_at_an_empty_line(polly):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind. Ask first."])
    answer = clause(polly, the_draft, 1, text="Be kind.\r\n\r\nAsk first.")
    assert answer.url == f"/policies/drafts/{the_draft.pk}/?at=1#n1"
    assert [node["text"] for node in the_draft.nodes] == ["Be kind.", "Ask first."]


def test_a_clause_left_empty_has_its_own_message(polly):
    the_draft = draft("529", "Staff Networks")
    answer = clause(polly, the_draft, 1, text=" ")
    assert "Write the text, or drop the clause" in words(answer)
    assert "<title>Error: " in answer.content.decode()


def test_a_clause_is_added_where_it_belongs(polly):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    address = f"/policies/drafts/{the_draft.pk}/clauses/new/?after=1"
    assert "A new clause" in words(polly.get(address))
    values = {"kind": "item", "label": "1a.", "text": "Smile.", "revision": 1}
    polly.post(address, values)
    the_draft.refresh_from_db()
    assert [node["label"] for node in the_draft.nodes] == ["1.", "1a.", "2."]


def test_a_stale_form_shows_both_texts_and_loses_nothing(polly, cast):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind."])
    editing.change_clause(the_draft, 1, revision=1, by=cast.ada, text="Be very kind.")
    answer = clause(polly, the_draft, 1, text="Be kind to all.", revision=1)
    assert answer.status_code == 409
    said = words(answer)
    assert "Ada Lindqvist has changed the draft since you opened it" in said
    assert "Be very kind." in said
    assert "Be kind to all." in said
    the_draft.refresh_from_db()
    assert the_draft.nodes[0]["text"] == "Be very kind."
    assert 'name="revision" value="2"' in answer.content.decode()
    clause(polly, the_draft, 1, text="Be kind to all.", revision=2)
    assert the_draft.nodes[0]["text"] == "Be kind to all."


def test_text_for_a_clause_that_was_dropped_meanwhile_is_kept(polly, cast):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    editing.drop(the_draft, 2, revision=1, by=cast.ada)
    values = {"kind": "item", "label": "2.", "text": "Ask twice.", "revision": 1}
    answer = polly.post(f"/policies/drafts/{the_draft.pk}/clauses/2/", values)
    assert answer.status_code == 409
    assert "Ask twice." in words(answer)
    assert f"/policies/drafts/{the_draft.pk}/clauses/new/?after=1" in answer.content.decode()


def test_a_stale_button_is_told_and_does_nothing(polly, cast):
    the_draft = draft("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    editing.indent(the_draft, 2, revision=1, by=cast.ada)
    answer = act(polly, the_draft, "drop:2", revision=1)
    assert "Look again, then repeat." in words(answer)
    assert len(the_draft.nodes) == 2


def head(the_draft, **fields):
    return {
        "code": the_draft.code,
        "title": the_draft.title,
        "kind": the_draft.kind,
        "revision": the_draft.revision,
        "dates-TOTAL_FORMS": "2",
        "dates-INITIAL_FORMS": "0",
        "dates-0-type": "adopted",
        "dates-0-printed": "",
        "dates-1-type": "adopted",
        "dates-1-printed": "",
        **fields,
    }


def test_the_header_is_corrected(polly, cast):
    the_draft = draft("529", "Staff Networks")
    answer = polly.post(
        f"/policies/drafts/{the_draft.pk}/header/",
        head(
            the_draft,
            code="530",
            series="500 Staff",
            owner=cast.polly.pk,
            legal_refs="Statutes:\r\n118.125\r\n19.31",
            cross_refs="#511, Conduct\r\nGBEE - Phones\r\nBoard handbook",
            **{"dates-0-printed": "April 18, 2011", "dates-1-type": "revised"},
            **{"dates-1-printed": "Pending"},
        ),
    )
    assert answer.status_code == 302
    the_draft.refresh_from_db()
    assert (the_draft.code, the_draft.series, the_draft.owner) == ("530", "500 Staff", cast.polly)
    assert the_draft.text["legal_refs"] == [
        {"text": "118.125", "group": "Statutes"},
        {"text": "19.31", "group": "Statutes"},
    ]
    assert the_draft.text["cross_refs"] == [
        {"code": "511", "title": "Conduct"},
        {"code": "GBEE", "title": "Phones"},
        {"code": "", "title": "Board handbook"},
    ]
    assert the_draft.text["dates"] == [
        {"type": "adopted", "iso": "2011-04-18", "printed": "April 18, 2011"},
        {"type": "revised", "iso": None, "printed": "Pending"},
    ]
    assert "Not read as a date" in words(polly.get(the_draft.get_absolute_url()))


def test_the_header_comes_back_as_it_was_written(polly):
    the_draft = draft(
        "529",
        "Staff Networks",
        legal_refs=[{"text": "118.125", "group": "Statutes"}, {"text": "19.31", "group": ""}],
        cross_refs=[{"code": "511", "title": "Conduct"}],
        dates=[{"type": "adopted", "iso": "2011-04-18", "printed": "April 18, 2011"}],
    )
    page = polly.get(f"/policies/drafts/{the_draft.pk}/header/").content.decode()
    assert "Statutes:\n118.125" in page
    assert "511, Conduct" in page
    assert 'value="April 18, 2011"' in page


def test_an_empty_header_has_a_message_for_each_field(polly):
    the_draft = draft("529", "Staff Networks")
    answer = polly.post(
        f"/policies/drafts/{the_draft.pk}/header/", head(the_draft, code="", title="", kind="")
    )
    for message in (
        "Enter the policy’s code",
        "Enter the policy’s title",
        "Choose the kind of policy",
    ):
        assert message in answer.content.decode()


def test_a_stale_header_loses_nothing(polly, cast):
    the_draft = draft("529", "Staff Networks")
    editing.indent(the_draft, 1, revision=1, by=cast.ada)
    answer = polly.post(
        f"/policies/drafts/{the_draft.pk}/header/", head(the_draft, title="Staff Online")
    )
    assert answer.status_code == 409
    assert 'value="Staff Online"' in answer.content.decode()


def test_a_known_code_is_asked_about_and_then_compared(polly):
    published("529", "Staff Networks", clauses=["Be kind to all.", "Ask first.", "Gone soon."])
    answer = upload(polly, file(content=b"529 - Staff Networks\n\n1. Ask first.\n2. Brand new!\n"))
    assert "Is this the next version of 529 Staff Networks?" in words(answer)
    assert "Continue to publish" not in words(answer)
    the_draft = Draft.objects.get()
    answer = polly.post(f"/policies/drafts/{the_draft.pk}/tie/", follow=True)
    said = words(answer)
    assert "Draft of the next version 529 Staff Networks" in said
    assert "Was clause 2, same words" in said
    assert "New" in said
    assert "No longer in the text" in said
    assert "Continue to publish" in said


def test_a_second_draft_of_a_policy_leads_to_the_first(polly, cast):
    policy = published("529", "Staff Networks").policy
    polly.post("/policies/529/revise/")
    first = Draft.objects.get(policy=policy)
    assert polly.post("/policies/529/revise/").url == first.get_absolute_url()
    second = draft("529", "Staff Networks", policy=None)
    answer = polly.post(f"/policies/drafts/{second.pk}/tie/", follow=True)
    assert answer.redirect_chain[-1][0] == first.get_absolute_url()
    assert "has another draft already" in words(answer)


def test_a_discarded_draft_is_gone(polly):
    the_draft = draft("529", "Staff Networks")
    answer = polly.post(f"/policies/drafts/{the_draft.pk}/discard/", follow=True)
    assert "was discarded" in words(answer)
    assert polly.get(the_draft.get_absolute_url()).status_code == 404


def test_an_empty_draft_says_what_is_missing(polly):
    answer = polly.post("/policies/drafts/new/", follow=True)
    for missing in ("Which code does it have?", "has no title yet", "has no text yet"):
        assert missing in words(answer)


@pytest.mark.thorough
def test_the_preview_asks_as_often_for_thirty_clauses_as_for_three(polly):
    def asked(the_draft):
        with CaptureQueriesContext(connection) as counted:
            assert polly.get(the_draft.get_absolute_url()).status_code == 200
        return len(counted)

    published("1", "Few", clauses=["Be kind."] * 3)
    published("2", "Many", clauses=["Be kind."] * 30)
    few = draft("1", "Few", clauses=[f"Clause {number}." for number in range(3)])
    many = draft("2", "Many", clauses=[f"Clause {number}." for number in range(30)])
    assert asked(few) == asked(many)
