"""What people see of policies."""

import datetime as dt
import hashlib

import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from district_portal.district.current import today
from policies.aligning import passages_of
from policies.drafts import drafting, editing
from policies.models import Clause
from policies.publication import enforcing, publishing
from policies.redlining.naming import name_of
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def lou(cast, client):
    client.force_login(cast.lou)
    return client


@pytest.fixture
def polly(cast, client):
    client.force_login(cast.polly)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def test_the_list_shows_code_title_and_version_in_force(lou):
    published("529", "Staff Networks", at=dt.datetime(2026, 2, 3, 18, tzinfo=dt.UTC))
    page = lou.get("/policies/").content.decode()
    assert "Staff Networks" in page
    assert "Version 1, since Feb 3, 2026" in strip_tags(page)


def test_codes_sort_as_people_count(lou):
    for code in ("529", "1201", "401.2", "401.15", "GBEE"):
        published(code, f"Policy {code}")
    page = lou.get("/policies/").content.decode()
    places = [page.index(f"Policy {code}") for code in ("401.2", "401.15", "529", "1201", "GBEE")]
    assert places == sorted(places)


def test_words_lead_from_the_list_to_the_search(lou):
    answer = lou.get("/policies/", {"words": "staff & net"})
    assert answer.url == "/policies/search/?q=staff+%26+net"


def test_a_filter_without_a_match_says_so(lou):
    published("529", "Staff Networks")
    assert "No policy fits" in lou.get("/policies/", {"kind": "rule"}).content.decode()


def test_rules_can_be_listed_alone(lou):
    published("529", "Staff Networks")
    published("529", "How we do it", kind="rule")
    page = lou.get("/policies/", {"kind": "rule"}).content.decode()
    assert "How we do it" in page
    assert "Staff Networks" not in page
    assert "/policies/ar-529/" in page


def test_the_policy_page_shows_the_version_in_force(lou):
    published("529", "Staff Networks", clauses=["Be kind."])
    published("529", "Staff Networks", clauses=["Be very kind."])
    page = lou.get("/policies/529/").content.decode()
    assert "Be very kind." in page
    assert "Be kind." not in page


def test_each_clause_has_an_anchor_and_a_link_to_cite_it_by(lou):
    version = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    page = lou.get("/policies/529/").content.decode()
    second = version.clauses.get(path="2")
    assert 'id="c2"' in page
    assert f"/policies/529/c/{second.key}/" in page


def test_headings_nest_and_hold_their_clauses(lou):
    published(
        "529",
        "Staff Networks",
        clauses=[
            {"kind": "heading", "level": 2, "text": "At work"},
            ("•", "Be kind."),
            {"kind": "heading", "level": 3, "text": "At night"},
            ("•", "Sleep."),
            {"kind": "heading", "level": 2, "text": "At home"},
        ],
    )
    page = lou.get("/policies/529/").content.decode()
    assert '<h2 class="clause-heading depth-0" id="c1">At work</h2>' in page
    assert '<h3 class="clause-heading depth-0" id="c1.2">At night</h3>' in page
    assert 'id="c1.2.1"' in page
    assert '<h2 class="clause-heading depth-0" id="c2">At home</h2>' in page


def test_a_superseded_version_stays_at_its_address_and_says_so(lou):
    published("529", "Staff Networks", clauses=["Be kind."])
    published("529", "Staff Networks", clauses=["Be very kind."])
    page = lou.get("/policies/529/v1/").content.decode()
    assert "Be kind." in page
    assert "no longer in force" in page
    assert "Read version 2" in page


def test_the_fingerprint_is_shown_short_and_in_full(lou):
    version = published("529", "Staff Networks")
    page = lou.get("/policies/529/").content.decode()
    assert f"Fingerprint {version.sha256[:12]}…" in page
    assert version.sha256 in page


def test_the_fingerprint_is_checked_against_the_text_and_can_be_worked_out_again(lou):
    version = published(
        "529", "Staff Networks", clauses=["Be kind.\tAlways,\nto all – ‘everyone’."]
    )
    assert "Checked now" in lou.get("/policies/529/").content.decode()
    file = lou.get("/policies/529/v1/text/")
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert hashlib.sha256(file.content).hexdigest() == version.sha256


def test_a_text_that_no_longer_fits_its_fingerprint_is_reported(lou):
    published("529", "Staff Networks")
    with pgtrigger.ignore():
        Clause.objects.filter(path="1").update(text="Be unkind.")
    assert "Does not match" in lou.get("/policies/529/").content.decode()


def test_a_clause_link_leads_to_the_clause_in_the_version_in_force(lou):
    first = published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    published("529", "Staff Networks", clauses=["Breathe in.", "Be kind.", "Ask first."])
    key = first.clauses.get(text="Ask first.").key
    answer = lou.get(f"/policies/529/c/{key}/")
    assert (answer.status_code, answer.url) == (302, "/policies/529/#c3")


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_clause_that_never_bound_leads_to_its_version_those_who_may_read_it(
    cast, client, is_withdrawn
):
    published("529", "Staff Networks", clauses=["Be kind."])
    day = today() + dt.timedelta(days=9)
    waiting = published(
        "529", "Staff Networks", clauses=["Be kind.", "Walk on the left."], effective_on=day
    )
    if is_withdrawn:
        enforcing.withdraw(waiting, by=None, reason="Later.")
    address = f"/policies/529/c/{waiting.clauses.last().key}/"
    client.force_login(cast.polly)
    answer = client.get(address)
    assert (answer.status_code, answer.url) == (302, "/policies/529/v2/#c2")
    client.force_login(cast.lou)
    assert client.get(address).status_code == 404


NAMED = [
    {"kind": "para", "text": "Every person who works in the district is welcome."},
    ("1.", "Be kind:"),
    {"kind": "item", "depth": 1, "label": "a.", "text": "On paper."},
    {"kind": "item", "depth": 1, "label": "•", "text": "At any time of the night."},
    {"kind": "heading", "level": 1, "label": "B.", "text": "Visitors"},
    ("1.", "Ask first."),
]


def test_a_clause_has_one_name_on_its_page_in_a_search_and_in_a_redline(lou):
    first = published("529", "Staff Networks", clauses=NAMED)
    page = words(lou.get("/policies/529/"))
    said = ["1", "1.a", "B.1"]
    first_words = ["“Every person who works in…”", "“At any time of the…”"]
    for name in [*(f"clause {number}" for number in said), *first_words]:
        assert page.count(f"Copy link to {name} ") == 1
    hits = [words(lou.get(f"/policies/search/?q={word}")) for word in ("person", "night", "first")]
    for name, found in zip([*first_words, "Clause B.1"], hits, strict=True):
        assert f"{name} of 529" in found
    passages = passages_of(first.clauses.all())
    assert [name_of(passages, at) for at in (0, 1, 2, 3, 5)] == [
        first_words[0],
        "1",
        "1.a",
        first_words[1],
        "B.1",
    ]


def test_a_removed_clause_says_when_it_went(lou):
    first = published("529", "Staff Networks", clauses=["Be kind.", "Send no faxes to students."])
    published("529", "Staff Networks", clauses=["Be kind."])
    published("529", "Staff Networks", clauses=["Be kind.", "Ask first."])
    key = first.clauses.get(path="2").key
    page = lou.get(f"/policies/529/c/{key}/").content.decode()
    assert "removed in version 2" in page
    assert "Send no faxes to students." in page
    assert "/policies/529/v1/#c2" in page


def test_an_unknown_clause_is_not_found(lou):
    published("529", "Staff Networks")
    assert lou.get("/policies/529/c/aaaaaaaa/").status_code == 404


def test_cross_references_are_links_when_we_hold_the_policy(lou):
    published("511", "Conduct")
    published(
        "529",
        "Staff Networks",
        cross_refs=[{"code": "511", "title": "Conduct"}, {"code": "821", "title": "Information"}],
        legal_refs=[{"group": "Statutes", "text": "118.125"}],
    )
    page = lou.get("/policies/529/").content.decode()
    assert '<a href="/policies/511/">#511, Conduct</a>' in page
    assert "#821, Information" in page
    assert "not in this portal" in page
    assert "118.125" in page


def test_a_policy_shows_who_refers_to_it(lou):
    published("511", "Conduct")
    published("529", "Staff Networks", cross_refs=[{"code": "511", "title": "Conduct"}])
    published("530", "Phones", clauses=["Policy 511 holds here too."])
    page = lou.get("/policies/511/").content.decode()
    assert "Referred to by" in page
    assert "529 Staff Networks" in page
    assert "530 Phones" in page


def test_a_policy_named_in_a_clause_is_a_link(lou):
    published("511", "Conduct")
    published("529", "Staff Networks", clauses=["Keep to policy 511 at all times."])
    page = lou.get("/policies/529/").content.decode()
    assert 'Keep to <a href="/policies/511/">policy 511</a> at all times.' in page


def test_an_old_address_leads_to_the_new_one(lou):
    first = published("529", "Staff Networks")
    published("533", "Staff Networks", policy=first.policy)
    assert lou.get("/policies/529/").url == "/policies/533/"
    assert lou.get("/policies/529/v1/").url == "/policies/533/v1/"
    key = first.clauses.first().key
    assert lou.get(f"/policies/529/c/{key}/").url == f"/policies/533/c/{key}/"


def test_text_is_never_taken_for_markup(lou):
    published("529", "Staff <b>Networks</b>", clauses=["<script>alert(1)</script>"])
    page = lou.get("/policies/529/").content.decode()
    assert "<script>alert" not in page
    assert "<b>Networks" not in page


def test_someone_who_may_not_edit_is_offered_nothing_to_edit(lou):
    published("529", "Staff Networks")
    for page in ("/policies/", "/policies/529/"):
        assert "/policies/import/" not in lou.get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "method"),
    [
        ("import", "get"),
        ("drafts", "get"),
        ("new", "post"),
        ("draft", "get"),
        ("head", "get"),
        ("code", "post"),
        ("new_clause", "get"),
        ("act", "post"),
        ("undo", "post"),
        ("tie", "post"),
        ("discard", "post"),
        ("publish", "get"),
    ],
)
def test_drafts_do_not_exist_for_those_who_only_read(lou, name, method):
    the_draft = draft("529", "Staff Networks")
    arguments = [] if name in ("import", "drafts", "new") else [the_draft.pk]
    answer = getattr(lou, method)(reverse(f"policies:{name}", args=arguments))
    assert answer.status_code == 404
    the_draft.refresh_from_db()


def test_the_policy_administrator_sees_the_draft_of_the_next_version(polly):
    published("529", "Staff Networks")
    the_draft = draft("529", "Staff Networks")
    assert the_draft.get_absolute_url() in polly.get("/policies/529/").content.decode()


def asked(client, address):
    """How often the page asks the database, and how often for policies.

    Others have panels, and the navigation counts what waits in one statement.
    """
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    statements = [query["sql"] for query in counted]
    ours = [sql for sql in statements if 'FROM "policies_' in sql and "(SELECT count(*)" not in sql]
    return len(counted), len(ours)


@pytest.mark.thorough
def test_the_list_asks_as_often_for_thirty_policies_as_for_three(lou):
    for number in range(3):
        published(f"{number}", "A policy")
    few = asked(lou, "/policies/")
    for number in range(3, 30):
        published(f"{number}", "A policy")
    assert asked(lou, "/policies/") == few
    assert few[1] <= 4


@pytest.mark.thorough
def test_the_policy_page_asks_as_often_for_thirty_of_everything_as_for_three(lou):
    def publish(much):
        for _ in range(much):
            published(
                "529",
                "Staff Networks",
                clauses=[
                    f"Clause {number} keeps to policy {number + 100}." for number in range(much)
                ],
                cross_refs=[{"code": f"{number + 100}", "title": ""} for number in range(much)],
                legal_refs=[{"group": "", "text": f"{number}"} for number in range(much)],
            )
            number = 100 + much
            published(f"{number}", "Other", cross_refs=[{"code": "529", "title": ""}])

    publish(3)
    few = asked(lou, "/policies/529/")
    publish(30)
    assert asked(lou, "/policies/529/") == few
    assert few[1] <= 10


@pytest.mark.thorough
def test_the_list_of_drafts_asks_as_often_for_thirty_as_for_three(polly):
    for number in range(3):
        draft(f"{number}", "A policy")
    few = asked(polly, "/policies/drafts/")
    for number in range(3, 30):
        draft(f"{number}", "A policy")
    assert asked(polly, "/policies/drafts/") == few
    assert few[1] <= 3


def test_a_version_that_never_was_is_not_there_after_a_code_went_and_came_back(cast, client):
    client.force_login(cast.lou)
    policy = published("529", "Staff Use of Social Media").policy
    for code in ("530", "529"):
        made = drafting.revise(policy, by=None)
        made = editing.change_head(made, revision=made.revision, by=None, head={"code": code})
        policy = publishing.publish(made, by=None, summary="Another code.").policy
    assert client.get("/policies/529/v99/").status_code == 404
