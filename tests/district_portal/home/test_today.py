from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from district_portal.district.models import District
from district_portal.home import gathering
from district_portal.ui import panels
from district_portal.ui.tasks import Task, Tasks
from policies.drafts import reviewing
from policies.models import Draft, Policy
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db


def test_everyone_who_signs_in_has_a_page_of_tasks(client, cast):
    for name, person in cast.people().items():
        if person.is_active:
            text = sign_in(client, person).get("/").content.decode()
            assert f", {person.given_name}</h1>" in text, name
            assert "Nothing to do" in text, name


def test_what_is_to_sign_stands_under_to_do_and_what_is_signed_under_done(client, cast):
    version, other = published("529", "Staff Use of Social Media"), published("740", "Driving")
    required(version)
    required(other)
    signed(cast.lou, other)
    text = sign_in(client, cast.lou).get("/").content.decode()
    to_do, done = text.index("To do"), text.index("Done this school year")
    assert to_do < text.index("Staff Use of Social Media") < done < text.index("Driving")
    assert "1 policy to sign." in text
    assert "See what I have signed" in text


def test_the_navigation_counts_what_is_to_sign(client, cast):
    required(published("529", "Staff Use of Social Media"))
    text = sign_in(client, cast.lou).get("/").content.decode()
    assert 'My tasks <span class="count">1<' in text


def test_late_comes_first_and_what_has_no_due_date_last(cast, rf, monkeypatch):
    day = dt.date(2026, 11, 24)

    def policies(request, person):
        return Tasks(
            sentence="1 to sign.",
            to_do=[Task(title="Later", url="/a/", due=day + dt.timedelta(days=9))],
        )

    def requests(request, person):
        return Tasks(
            sentence="1 sent back.",
            to_do=[
                Task(title="No date", url="/b/"),
                Task(title="Overdue", url="/d/", status="Overdue", kind="bad"),
                Task(title="Late", url="/c/", due=day - dt.timedelta(days=9)),
            ],
        )

    def silent(request, person):
        return Tasks(to_do=[Task(title="No date either", url="/e/")])

    monkeypatch.setattr(panels, "functions", lambda _slot: [policies, requests, silent])
    found = gathering.tasks_of(rf.get("/"), cast.lou)
    assert [task.title for task in found.to_do] == [
        "Overdue",
        "Late",
        "Later",
        "No date",
        "No date either",
    ]
    assert found.sentence == "1 to sign. 1 sent back. 1 other thing to do."


@pytest.mark.parametrize(
    ("hour", "words"), [(7, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
)
def test_the_greeting_goes_by_the_clock_of_the_district(cast, hour, words):
    with timezone.override("America/Chicago"):
        at = dt.datetime(2026, 11, 24, hour, tzinfo=ZoneInfo("America/Chicago"))
        assert gathering.greeting(cast.lou, at=at) == f"{words}, Lou"


@pytest.mark.thorough
def test_30_tasks_cost_as_many_queries_as_3(client, cast):
    sign_in(client, cast.lou)
    for number in range(6):
        version = published(f"{number}", f"Policy {number}")
        required(version, people=[cast.lou])
        if number % 2:
            signed(cast.lou, version)
    few = cost(client, "/")
    for number in range(6, 60):
        version = published(f"{number}", f"Policy {number}")
        required(version, people=[cast.lou])
        if number % 2:
            signed(cast.lou, version)
    assert cost(client, "/") == few


def test_the_navigation_counts_drafts_to_read_reviews_and_proposals_too(client, cast):
    the_draft = draft("740", "Driving")
    reviewing.ask(the_draft, [cast.lou], by=cast.polly, question="", due_on=None)
    required(published("529", "Staff Use of Social Media"))
    assert 'My tasks <span class="count">2<' in sign_in(client, cast.lou).get("/").content.decode()
    old = published("1", "Policy 1", effective_on=dt.date(2020, 1, 15)).policy
    Policy.objects.filter(pk=old.pk).update(review_every=12, owner=cast.polly)
    District.objects.update(two_people_publish=True)
    Draft.objects.update(proposal={}, proposed_by=cast.ada, proposed_at=timezone.now())
    text = sign_in(client, cast.polly).get("/").content.decode()
    assert 'My tasks <span class="count">3<' in text
    assert text.count('class="task ') + text.count('class="task"') == 3


def test_those_who_edit_policies_find_import_and_drafts(client, cast):
    text = sign_in(client, cast.polly).get("/").content.decode()
    for address in ("/policies/import/", "/policies/drafts/"):
        assert f'<li><a href="{address}">' in text
    assert "/policies/import/" not in sign_in(client, cast.lou).get("/").content.decode()
