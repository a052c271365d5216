"""The calendar of days without school: suggested, entered, changed and removed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.html import strip_tags

from district_portal import audit
from district_portal.district import current
from district_portal.schooldays.counting import is_school_day
from district_portal.schooldays.models import Closure
from district_portal.setup import closing_days, suggesting_days

pytestmark = pytest.mark.django_db
YEAR = (dt.date(2026, 7, 1), dt.date(2027, 6, 30))
SPRING = {"name": "Spring break", "first_day": "2027-03-22", "last_day": "2027-03-26"}
BREAK = closing_days.Days(
    name="Spring break", first_day=dt.date(2027, 3, 22), last_day=dt.date(2027, 3, 26)
)


@pytest.fixture
def tom(cast, client):
    client.force_login(cast.tom)
    return client


@pytest.fixture(autouse=True)
def _in_that_year(monkeypatch):
    monkeypatch.setattr(current, "today", lambda _at=None: dt.date(2026, 11, 28))


def words(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def send(client, act, query="", **fields):
    return client.post(f"/setup/school-days/{query}", {"act": act, **fields}, follow=True)


def test_days_are_entered_once_and_count_from_then_on(tom):
    assert is_school_day(dt.date(2027, 3, 24))
    for _ in range(2):
        answer = send(tom, "add", **SPRING)
    assert "Spring break" in words(answer)
    assert Closure.objects.count() == 1
    assert not is_school_day(dt.date(2027, 3, 24))
    event = audit.events(act="schooldays.closed").get()
    assert event.after["first_day"] == "2027-03-22"


def test_they_are_changed_and_removed(tom):
    send(tom, "add", **SPRING)
    closure = Closure.objects.get()
    query = f"?change={closure.pk}"
    assert 'value="Spring break"' in tom.get(f"/setup/school-days/{query}").content.decode()
    send(tom, "change", query, **{**SPRING, "name": "March break"})
    send(tom, "change", query, **{**SPRING, "name": "March break"})
    assert str(Closure.objects.get()) == "March break"
    assert audit.events(act="schooldays.changed").count() == 1
    for _ in range(2):
        send(tom, "remove", closure=str(closure.pk))
    assert not Closure.objects.exists()
    assert audit.events(act="schooldays.reopened").count() == 1


def test_two_who_change_the_same_days_undo_nothing_of_each_other(cast, tom):
    closing_days.close([BREAK], by=cast.tom)
    closure = Closure.objects.get()
    query = f"?year=2026&change={closure.pk}"
    seen = tom.get(f"/setup/school-days/{query}").context["days_form"].initial["seen"]
    closing_days.change(closure, {**BREAK, "last_day": dt.date(2027, 3, 29)}, by=cast.ada)
    answer = send(tom, "change", query, **{**SPRING, "name": "Spring recess"}, seen=seen)
    assert "Last day: Mar 29, 2027" in words(answer)
    closure.refresh_from_db()
    assert (closure.name, closure.last_day) == ("Spring break", dt.date(2027, 3, 29))
    again = {field.name: field.value() for field in answer.context["days_form"]}
    send(tom, "change", query, **again)
    closure.refresh_from_db()
    assert (closure.name, closure.last_day) == ("Spring recess", dt.date(2027, 3, 29))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"last_day": "2027-03-20"}, "The last day lies before the first day"),
        ({"last_day": "2027-09-20"}, "120 days at most"),
        ({"name": ""}, "Enter a name, such as Spring break"),
        ({"first_day": "soon"}, "Enter a valid date"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(tom, fields, said):
    assert said in words(send(tom, "add", **{**SPRING, **fields}))
    assert not Closure.objects.exists()


def test_a_rule_refuses_what_the_form_would(cast):
    backwards = {"name": "X", "first_day": dt.date(2027, 3, 2), "last_day": dt.date(2027, 3, 1)}
    with pytest.raises(closing_days.ClosureError):
        closing_days.close([backwards], by=cast.tom)


def test_suggestions_are_breaks_and_the_state_s_own_holidays():
    names = [one.name for one in suggesting_days.suggestions(*YEAR, state="MA")]
    assert {"Winter break", "Spring break", "Patriots' Day"} <= set(names)
    assert "Patriots' Day" not in [one.name for one in suggesting_days.suggestions(*YEAR)]
    assert suggesting_days.suggestions(*YEAR, state="XX") == suggesting_days.suggestions(*YEAR)
    national = {day for day, _name in suggesting_days.national(*YEAR)}
    for one in suggesting_days.suggestions(*YEAR, state="MA"):
        assert one.first_day not in national
        assert YEAR[0] <= one.first_day <= YEAR[1]


def test_the_chosen_ones_are_entered_together(tom):
    page = tom.get("/setup/school-days/?state=WI")
    assert "Winter break: Dec 24, 2026 – Jan 1, 2027" in words(page)
    keys = [one.key for one in suggesting_days.breaks(*YEAR)]
    answer = send(tom, "suggested", "?state=WI", chosen=keys)
    assert set(Closure.objects.values_list("name", flat=True)) == {
        "Day after Thanksgiving",
        "Winter break",
        "Spring break",
    }
    assert keys[0] not in answer.content.decode()
    assert "Choose at least one" in words(send(tom, "suggested", "?state=WI"))


def test_years_ahead_have_their_own_days(tom):
    page = tom.get("/setup/school-days/?year=2028")
    assert "Closed in 2028–29" in words(page)
    assert "Closed in 2026–27" in words(tom.get("/setup/school-days/?year=1066"))
    assert tom.get("/setup/school-days/?year=x&change=y&state=%00").status_code == 200
