from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Posting
from policies.acknowledgments import nudging
from policies.acknowledgments.models import Nudge
from policies.acknowledgments.sparing_in_words import NAMED
from tests.cast import person, post
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
MINE = reverse("acknowledgments:my_people")
LATE = reverse("acknowledgments:nudge_late")


@standing
def late(cast):
    """Lou, Val, Gus and Mia, who has been on leave since she was asked."""
    at = timezone.now() - dt.timedelta(days=40)
    version = published("511", "Conduct", by=cast.polly, at=at)
    Posting.objects.filter(person=cast.mia).update(on_leave=False)
    required(version, by=cast.polly, at=at, people=[cast.lou, cast.val, cast.mia, cast.gus])
    Posting.objects.filter(person=cast.mia).update(on_leave=True)
    return version


@pytest.fixture
def school(monkeypatch):
    """A day that has begun, and on which there is school, whatever the clock says."""
    hours = "district_portal.schooldays.hours"
    monkeypatch.setattr(f"{hours}.FROM", dt.time.min)
    monkeypatch.setattr(f"{hours}.UNTIL", dt.time.max)
    monkeypatch.setattr(f"{hours}.is_school_day", lambda _day: True)


@pytest.fixture
def never(monkeypatch):
    monkeypatch.setattr("district_portal.schooldays.hours.is_school_day", lambda _day: False)


@pytest.fixture
def pat(client, cast):
    return sign_in(client, cast.pat)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def shown(answer) -> list[str]:
    return [line.person.given_name for line in answer.context["lines"]]


def nudge(who) -> str:
    return reverse("acknowledgments:nudge", args=[who.pk])


def test_a_supervisor_sees_their_own_people_only_late_first(pat, cast, late):
    signed(cast.lou, late)
    answer = pat.get(MINE)
    assert shown(answer) == ["Val", "Lou", "Mia"]
    assert answer.context["late"] == 1
    for said in ("Reading volunteer", "Northside School", "On leave since", "511 Conduct"):
        assert said in words(answer)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?status=late", ["Lou", "Val"]),
        ("?status=leave", ["Mia"]),
        ("?q=o’ne", ["Val"]),
        ("?sort=-name", ["Val", "Lou", "Mia"]),
        ("?sort=name", ["Mia", "Lou", "Val"]),
        ("?policy=511", ["Lou", "Val", "Mia"]),
    ],
)
def test_the_address_narrows_and_sorts(pat, late, query, names):
    assert shown(pat.get(MINE + query)) == names


def test_a_place_and_the_people_right_under_one_narrow_too(client, cast, late):
    sign_in(client, cast.ada)
    here = client.get(f"{MINE}?place={cast.northside.pk}")
    assert set(shown(here)) == {"Pat", "Lou", "Val", "Mia"}
    direct = client.get(f"{MINE}?place={cast.northside.pk}&reach=direct")
    assert shown(direct) == ["Pat"]


def test_what_cannot_be_chosen_is_said_beside_the_field(pat, late):
    answer = pat.get(f"{MINE}?policy=nothing&place=x")
    assert set(answer.context["filter_form"].errors) == {"policy", "place"}


def test_empty_lists_say_why(client, cast, late):
    sign_in(client, cast.pat)
    for someone in (cast.lou, cast.val):
        signed(someone, late)
    assert "None of your people is late." in words(client.get(MINE))
    assert "None of those whom you chose is late." in words(client.get(f"{MINE}?status=leave"))
    assert "Nobody is late" in words(client.get(f"{MINE}?status=late"))
    assert "Nobody fits" in words(client.get(f"{MINE}?q=zebra"))
    Posting.objects.filter(supervisor=cast.pat).update(supervisor=cast.ada)
    assert "Nobody is below you" in words(client.get(MINE))


def test_one_is_nudged_and_the_list_stays_as_it_was(pat, cast, late, school):
    answer = pat.post(f"{nudge(cast.lou)}?status=late&page=1", follow=True)
    assert answer.redirect_chain == [(f"{MINE}?status=late&page=1", 302)]
    assert "Lou Berg gets a mail." in words(answer)
    assert "Pat Novak, today" in words(answer)
    again = pat.post(nudge(cast.lou), follow=True)
    assert "Lou Berg gets no mail: reminded today already, by Pat Novak." in words(again)
    assert Nudge.objects.get().person == cast.lou


def test_who_is_on_leave_is_not_nudged(pat, cast, late, school):
    answer = pat.post(nudge(cast.mia), follow=True)
    assert "Mia Álvarez gets no mail: on leave." in words(answer)
    assert not Nudge.objects.exists()


def test_nothing_is_offered_when_nobody_may_be_disturbed(pat, cast, late, never):
    for page in (MINE, LATE):
        assert " on school days." in words(pat.get(page))
    answer = pat.post(nudge(cast.lou), follow=True)
    assert "Nobody was reminded." in words(answer)
    assert nudge(cast.lou) not in words(answer)
    assert "Nobody was reminded." in words(pat.post(LATE, follow=True))
    assert not Nudge.objects.exists()


def test_somebody_elses_people_are_not_there(pat, cast, late, school):
    assert pat.post(nudge(cast.gus)).status_code == 404
    assert pat.post(nudge(cast.left)).status_code == 404
    assert pat.get(nudge(cast.lou)).status_code == 405


def test_all_who_are_late_are_nudged_once_the_supervisor_has_seen_who(pat, cast, late, school):
    type(cast.val).objects.filter(pk=cast.val.pk).update(email="")
    before = pat.get(LATE)
    assert [row.given_name for row in before.context["go"]] == ["Lou"]
    for said in ("1 person gets a mail", "No e-mail address", "Val O’Neill", "On leave", "Mia"):
        assert said in words(before)
    assert not Nudge.objects.exists()
    after = pat.post(LATE, follow=True)
    assert "1 person gets a mail." in words(after)
    assert "2 people get none." in words(after)
    assert Nudge.objects.get().person == cast.lou
    assert "Reminded today already, by Pat Novak" in words(pat.get(LATE))
    assert "Nobody who is late can be reminded now" in words(pat.get(MINE))
    assert LATE not in words(pat.get(MINE))


def test_the_filters_of_the_list_hold_for_all_who_are_late(pat, cast, late, school):
    assert f"{LATE}?q=berg" in pat.get(f"{MINE}?q=berg&sort=name").content.decode()
    pat.post(f"{LATE}?q=berg")
    assert Nudge.objects.get().person == cast.lou


def test_hundreds_are_counted_and_paged(pat, cast, late, school):
    many = [person(f"Away{number} Hire", number) for number in range(50, 50 + NAMED + 5)]
    for somebody in many:
        post(somebody, cast.northside, "Teacher", cast.pat)
    at = timezone.now() - dt.timedelta(days=40)
    required(published("512", "Keys", by=cast.polly, at=at), by=cast.polly, at=at, people=many)
    Posting.objects.filter(person__in=many).update(on_leave=True)
    assert "and 6 more" in words(pat.get(LATE))
    Posting.objects.filter(person__in=many).update(on_leave=False)
    answer = pat.get(f"{LATE}?page=1")
    assert answer.context["go"].total == len(many) + 2


def test_the_home_page_and_the_place_lead_supervisors_to_the_late(client, cast):
    there = reverse("people:place", args=[cast.northside.pk])
    sign_in(client, cast.pat)
    assert f"{MINE}?status=late" in words(client.get("/"))
    assert f"{MINE}?place={cast.northside.pk}&amp;status=late" in words(client.get(there))
    sign_in(client, cast.theo)
    assert f"{MINE}?place" not in words(client.get(there))
    sign_in(client, cast.lou)
    assert MINE not in words(client.get("/"))


def test_a_nudge_stands_in_the_persons_mail(client, cast, late, school):
    nudging.nudge([cast.lou.pk], by=cast.pat)
    sign_in(client, cast.hana)
    answer = client.get(reverse("mailing:log"))
    assert "Lou Berg" in words(answer)


@pytest.mark.parametrize("page", [MINE, LATE])
@pytest.mark.thorough
def test_a_page_costs_no_more_with_more_people(client, cast, late, page):
    sign_in(client, cast.pat)
    few = cost(client, page)
    assert few <= 12
    people = [person(f"New{number} Hire", number) for number in range(50, 55)]
    for somebody in people:
        post(somebody, cast.northside, "Teacher", cast.pat)
    at = timezone.now() - dt.timedelta(days=40)
    required(published("512", "Keys", by=cast.polly, at=at), by=cast.polly, at=at, people=people)
    assert cost(client, page) == few


@pytest.mark.parametrize("query", ["status=no-such", "place=0", "policy=no-such", "reach=x"])
def test_while_a_filter_is_wrong_nobody_is_shown_or_nudged(pat, late, school, query):
    page = pat.get(f"{MINE}?{query}")
    assert "A filter is wrong" in words(page)
    assert shown(page) == []
    assert "Remind all" not in words(page)
    for answer in (pat.get(f"{LATE}?{query}", follow=True), pat.post(f"{LATE}?{query}")):
        assert answer.status_code in {200, 302}
        assert "gets a mail with your name" not in words(answer)
    assert not Nudge.objects.exists()
