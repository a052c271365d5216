"""What editors see of references that lead nowhere."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from district_portal.district.current import today
from policies.models import Draft
from policies.publication import rescinding
from tests.factories.policies import published

pytestmark = pytest.mark.django_db
ADDRESS = "/policies/references/"


@pytest.fixture
def polly(cast, client):
    client.force_login(cast.polly)
    return client


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def test_a_missing_code_is_listed_with_who_names_it(polly):
    version = published("530", "Phones", clauses=["Be kind.", "Policy 821 – Information holds."])
    page = polly.get(ADDRESS).content.decode()
    assert "821" in page
    assert "Information" in page
    assert "530 Phones" in page
    assert f'/policies/530/c/{version.clauses.get(path="2").key}/">clause 2</a>' in page
    there = "/policies/import/?code=821&amp;kind=policy&amp;title=Information"
    assert f'href="{there}">Import it' in page


MISSING = "/policies/import/?code=828.1&kind=rule&title=Records"


def test_importing_a_missing_one_gives_it_its_code(polly):
    published("530", "Phones", cross_refs=[{"code": "828.1", "title": "Records", "before": "AR"}])
    page = polly.get(MISSING).content.decode()
    assert 'name="code" value="828.1"' in page
    assert "Other texts name 828.1, “Records”." in page
    sent = {"pasted": "Records\n\n1. Keep them.\n", "code": "828.1", "kind": "rule"}
    polly.post(MISSING, sent)
    made = Draft.objects.get()
    assert (made.code, made.kind) == ("828.1", "rule")
    assert not [doubt for doubt in made.doubts if doubt["about"] == "code"]


def test_a_text_that_prints_another_code_keeps_it_and_is_asked_about(polly):
    sent = {"pasted": "529 - Networks\n\n1. Be kind.\n", "code": "828.1", "kind": "rule"}
    answer = polly.post(MISSING, sent, follow=True)
    assert (Draft.objects.get().code, Draft.objects.get().kind) == ("529", "policy")
    assert "The text prints the code 529, not 828.1." in words(answer)


def test_an_empty_draft_of_a_missing_one_has_its_name(polly):
    page = polly.get(MISSING).content.decode()
    assert "Start an empty draft of 828.1" in page
    polly.post("/policies/drafts/new/", {"code": "828.1", "kind": "rule", "title": "Records"})
    made = Draft.objects.get()
    assert (made.code, made.kind, made.title) == ("828.1", "rule", "Records")


@pytest.mark.parametrize("query", ["?code=", "?code=1&kind=x", f"?code={'5' * 60}"])
def test_an_import_that_nobody_asked_for_is_just_an_import(polly, query):
    page = polly.get(f"/policies/import/{query}").content.decode()
    assert 'name="code"' not in page


def test_one_may_look_for_a_code(polly):
    published("530", "Phones", cross_refs=[{"code": "821", "title": "Information"}])
    assert "821" in words(polly.get(ADDRESS, {"words": "inform"}))
    assert "No code fits" in words(polly.get(ADDRESS, {"words": "zebra"}))


def test_where_all_is_well_the_page_says_so(polly):
    published("530", "Phones")
    assert "Every reference leads somewhere" in words(polly.get(ADDRESS))
    rescinded = words(polly.get(ADDRESS, {"trouble": "rescinded"}))
    assert "Nothing in force names a rescinded policy" in rescinded
    assert "code of today" in words(polly.get(ADDRESS, {"trouble": "renamed"}))


def test_a_rescinded_policy_is_taken_out_of_those_that_name_it(polly):
    gone = published("511", "Conduct").policy
    published("530", "Phones", clauses=["Policy 511 holds."])
    rescinding.rescind(gone, on=today(), reason="Old.", by=None)
    page = polly.get(ADDRESS, {"trouble": "rescinded"})
    assert "Take it out of 530" in words(page)
    assert 'action="/policies/530/revise/"' in page.text
    answer = polly.post("/policies/530/revise/", follow=True)
    assert answer.redirect_chain[-1][0] == Draft.objects.get().get_absolute_url()


def test_an_older_code_is_listed_with_the_policy_that_had_it(polly):
    policy = published("511", "Conduct").policy
    published("530", "Phones", clauses=["Policy 511 holds."])
    published("512", "Conduct", policy=policy)
    assert "Now 512 Conduct" in words(polly.get(ADDRESS, {"trouble": "renamed"}))


@pytest.mark.thorough
def test_the_page_asks_as_often_for_thirty_codes_as_for_three(polly):
    def asked():
        with CaptureQueriesContext(connection) as counted:
            assert polly.get(ADDRESS).status_code == 200
        return len(counted)

    def name(much):
        for number in range(much):
            published(f"{number}", "A", clauses=[f"Policy {800 + number} holds."])

    name(3)
    few = asked()
    name(30)
    assert asked() == few


def test_the_list_of_policies_leads_there(polly):
    assert ADDRESS in polly.get("/policies/").content.decode()
