"""Each policy is read again after its period; its owner is reminded, and a review is kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.html import strip_tags

from accounts import roles
from district_portal import audit, mailing
from district_portal.district.current import today
from district_portal.district.models import District
from district_portal.permissions import Role
from policies import keeping
from policies.models import Policy, Review
from policies.reviews import review_calendar, review_reminders
from tests.factories.acknowledgments import cost
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db

JAN_15 = dt.date(2024, 1, 15)


def policy(code="529", *, on=JAN_15, every=12, owner=None):
    version = published(code, f"Policy {code}", effective_on=on)
    Policy.objects.filter(pk=version.policy_id).update(review_every=every, owner=owner)
    return Policy.objects.get(pk=version.policy_id)


def at(day: dt.date, hour: int = 18) -> dt.datetime:
    """Noon in the district, unless told otherwise."""
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)


def mails(person):
    return mailing.history(person).filter(name="reviews_due")


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.mark.parametrize(
    ("on", "months", "due"),
    [
        (dt.date(2024, 1, 15), 12, dt.date(2025, 1, 15)),
        (dt.date(2024, 1, 31), 1, dt.date(2024, 2, 29)),
        (dt.date(2024, 2, 29), 12, dt.date(2025, 2, 28)),
        (dt.date(2023, 11, 30), 36, dt.date(2026, 11, 30)),
    ],
)
def test_a_review_is_due_some_months_after_coming_into_force(cast, on, months, due):
    assert review_calendar.due_on(policy(on=on, every=months)) == due


def test_a_policy_without_a_period_has_the_district_s(cast):
    one = policy(every=None)
    assert review_calendar.due_on(one) is None
    District.objects.update(review_every=24)
    assert review_calendar.due_on(one) == dt.date(2026, 1, 15)


def test_a_review_begins_the_period_anew_and_is_kept(cast):
    one = policy()
    on = dt.date(2025, 1, 10)
    review = review_calendar.record_review(one, on=on, note=" Still right. ", by=cast.polly)
    assert review_calendar.due_on(one) == dt.date(2026, 1, 10)
    assert (review.note, review.version) == ("Still right.", one.in_force)
    again = review_calendar.record_review(one, on=on, note="Still right.", by=cast.polly)
    assert again == review
    assert audit.events(act="policies.reviewed").count() == 1


def test_an_earlier_review_than_the_version_does_not_count_against_it(cast):
    one = policy()
    review_calendar.record_review(one, on=dt.date(2024, 6, 1), note="", by=None)
    published("529", "Policy 529", clauses=["New."], effective_on=dt.date(2024, 9, 1))
    assert review_calendar.due_on(one) == dt.date(2025, 9, 1)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        (dt.date(2026, 1, 1), None),
        (dt.date(2026, 3, 3), dt.date(2026, 3, 3)),
        (dt.date(2026, 5, 1), dt.date(2026, 3, 3)),
        (dt.date(2026, 5, 2), dt.date(2026, 5, 2)),
        (dt.date(2026, 6, 1), dt.date(2026, 6, 1)),
        (dt.date(2026, 6, 30), dt.date(2026, 6, 1)),
        (dt.date(2026, 7, 1), dt.date(2026, 7, 1)),
        (dt.date(2026, 8, 29), dt.date(2026, 7, 31)),
    ],
)
def test_reminders_go_out_90_and_30_days_before_on_the_day_and_every_30_days(day, step):
    assert review_reminders.step_on(dt.date(2026, 6, 1), day=day) == step


def test_the_owner_gets_one_mail_for_all_and_only_once(cast):
    for code in ("1", "2", "3"):
        policy(code, owner=cast.ada)
    due = dt.date(2025, 1, 15)
    assert review_reminders.remind(at=at(due)) == 1
    assert review_reminders.remind(at=at(due)) == 0
    assert review_reminders.remind(at=at(dt.date(2025, 1, 16))) == 0
    assert review_reminders.remind(at=at(dt.date(2025, 2, 14))) == 1
    first = mails(cast.ada).earliest("pk")
    assert "Please review 3 policies" in first.subject
    assert "1 Policy 1: is due today" in first.text
    assert "30 days ago" in mails(cast.ada).latest("pk").text


def test_nothing_goes_out_at_night_or_on_a_day_without_school(cast):
    policy(owner=cast.ada)
    assert review_reminders.remind(at=at(dt.date(2025, 1, 18))) == 0  # a Saturday
    assert review_reminders.remind(at=at(dt.date(2025, 1, 15), hour=4)) == 0
    assert review_reminders.remind(at=at(dt.date(2025, 1, 21))) == 1, "it is caught up"


@pytest.mark.parametrize("who", [None, "left", "val", "lou"])
def test_policy_administrators_are_asked_where_the_owner_cannot_be(cast, who):
    cast.val.email = None
    cast.val.save()
    policy(owner=who and getattr(cast, who))
    assert review_reminders.remind(at=at(dt.date(2025, 1, 15))) == 1
    assert mails(cast.polly).count() == 1
    assert [row.code for row in review_calendar.asked_of(cast.polly)] == ["529"]
    assert not review_calendar.asked_of(cast.ada)
    if who == "lou":
        assert not review_calendar.asked_of(cast.lou), "who can't edit policies can't record it"


def test_a_policy_that_is_rescinded_or_waits_is_not_reviewed(cast):
    one = policy(owner=cast.ada)
    Policy.objects.filter(pk=one.pk).update(state="rescinded")
    later = published("9", "Later", effective_on=today() + dt.timedelta(days=3)).policy
    Policy.objects.filter(pk=later.pk).update(review_every=1)
    assert list(review_calendar.calendar()) == []


# Settings


def test_settings_are_recorded_and_a_draft_goes_along(cast):
    one = policy(owner=cast.ada)
    draft("529", "Policy 529", owner=cast.ada)
    settled = {"series": "500", "review_every": 6, "is_public": False}
    keeping.keep(one, by=cast.polly, owner=cast.polly, **settled)
    one.refresh_from_db()
    assert (one.owner, one.series, one.review_every, one.is_public) == (cast.polly, "500", 6, False)
    assert (one.draft.owner, one.draft.series) == (cast.polly, "500")
    event = audit.events(act="policies.settled").get()
    assert event.before == {"owner": "Ada Lindqvist", "series": "", "review_every": 12,
                            "is_public": True}  # fmt: skip
    keeping.keep(one, by=cast.polly, owner=cast.polly, **settled)
    assert audit.events(act="policies.settled").count() == 1


# Pages


@pytest.fixture
def polly(cast, client):
    roles.appoint(cast.polly, role=Role.POLICY_ADMINISTRATOR, by=None)
    client.force_login(cast.polly)
    return client


def test_the_calendar_shows_the_longest_overdue_first_and_is_filtered(cast, polly):
    policy("1", on=dt.date(2024, 5, 1), owner=cast.ada)
    policy("2", on=dt.date(2024, 1, 1))
    said = words(polly.get("/policies/reviews/"))
    assert said.index("2 Policy 2") < said.index("1 Policy 1")
    said = words(polly.get(f"/policies/reviews/?owner={cast.ada.pk}"))
    assert "1 Policy 1" in said
    assert "2 Policy 2" not in said


def test_a_review_is_recorded_on_its_page(cast, polly):
    policy()
    address = "/policies/529/reviewed/"
    future = (today() + dt.timedelta(days=1)).isoformat()
    assert "Choose today or an earlier day." in words(polly.post(address, {"on": future}))
    early = words(polly.post(address, {"on": "2020-01-01"}))
    assert "This version was not in force on that day." in early
    said = words(polly.post(address, {"on": today().isoformat(), "note": "Fine."}, follow=True))
    assert "Recorded: reviewed, no change." in said
    assert "Last reviewed" in said
    assert Review.objects.get().note == "Fine."


def test_the_owner_finds_it_among_the_tasks_and_many_are_one_row(cast, polly):
    for number in range(8):
        policy(str(number), owner=cast.polly)
    said = words(polly.get("/"))
    assert said.count("Review 0 Policy 0") == 1
    assert "Review 3 more policies" in said


def test_the_settings_page_saves(cast, polly):
    policy()
    sent = {"owner": cast.ada.pk, "series": "500 Staff", "review_every": "24"}
    said = words(polly.post("/policies/529/settings/", sent, follow=True))
    assert "The settings of 529 Policy 529 are saved." in said
    one = Policy.objects.get()
    assert (one.owner, one.series, one.review_every, one.is_public) == (
        cast.ada,
        "500 Staff",
        24,
        False,
    )


@pytest.mark.thorough
def test_the_calendar_asks_as_often_for_thirty_as_for_three(cast, polly):
    for number in range(3):
        policy(str(number), owner=cast.ada)
    few = cost(polly, "/policies/reviews/"), cost(polly, "/")
    for number in range(3, 30):
        policy(str(number), owner=[cast.ada, cast.polly][number % 2])
    assert (cost(polly, "/policies/reviews/"), cost(polly, "/")) == few
