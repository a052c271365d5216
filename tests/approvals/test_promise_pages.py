import pytest

from approvals.models import Promise
from district_portal import audit
from tests.factories.approvals import enter_presets
from tests.factories.policies import published
from tests.standing import standing


@standing
def promise(cast):
    enter_presets()
    return Promise.objects.get(name="true-identity")


@pytest.fixture
def polly(cast, client):
    client.force_login(cast.polly)
    return client


def test_promises_without_a_clause_are_pointed_out(promise, polly):
    page = polly.get("/requests/promises/")
    assert "not tied to a clause" in page.text
    assert page.text.count("No clause") >= Promise.objects.count()


def test_a_clause_is_picked_out_of_a_policy_in_force(promise, polly):
    version = published("401.15", "Social Media", clauses=["Ask first.", "Use your own name."])
    address = f"/requests/promises/{promise.pk}/?policy=401.15"
    page = polly.get(address)
    assert "401.15, clause 2: Use your own name." in page.text
    clause = version.clauses.get(text="Use your own name.")
    page = polly.post(
        address, {"wording": "I will use my own name.", "clause": clause.key}, follow=True
    )
    assert "401.15, clause 2" in page.text
    promise.refresh_from_db()
    assert (promise.clause_key, promise.policy) == (clause.key, version.policy)
    assert promise.wording == "I will use my own name."
    assert audit.events(act="promises.changed").count() == 1


def test_the_clause_follows_the_policy_into_its_next_version(promise, polly):
    published("401.15", "Social Media", clauses=["Ask first.", "Use your own name always."])
    address = f"/requests/promises/{promise.pk}/?policy=401.15"
    form = polly.get(address).context["form"]
    key = form.fields["clause"].choices[1][0]
    polly.post(address, {"wording": promise.wording, "clause": key})
    published(
        "401.15",
        "Social Media",
        clauses=["A new one.", "Ask first.", "Use your own name, always."],
    )
    assert "401.15, clause 3" in polly.get("/requests/promises/").text


def test_what_is_missing_is_said_in_our_words(promise, polly):
    published("401.15", "Social Media")
    address = f"/requests/promises/{promise.pk}/?policy=401.15"
    errors = polly.post(address, {"wording": "", "clause": ""}).context["form"].errors
    assert errors["wording"] == ["Say what is promised"]
    assert errors["clause"] == ["Choose the clause"]


def test_a_promise_may_stand_alone(promise, polly):
    polly.post(f"/requests/promises/{promise.pk}/?policy=", {"wording": "I will be kind."})
    promise.refresh_from_db()
    assert (promise.wording, promise.policy, promise.clause_key) == ("I will be kind.", None, "")
