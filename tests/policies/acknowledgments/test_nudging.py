from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import Posting
from district_portal import audit
from district_portal.mailing import composing
from district_portal.mailing.models import Message
from district_portal.reminders import digest
from policies.acknowledgments import nudging
from policies.acknowledgments.models import Nudge
from policies.acknowledgments.nudging import Why
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 9, 14, 9, tzinfo=ZoneInfo("America/Chicago"))


@standing
def version(cast):
    version = published("511", "Conduct", by=cast.polly, at=MONDAY)
    required(version, by=cast.polly, at=MONDAY, people=[cast.lou, cast.val, cast.gus])
    return version


def nudge(by, *people, at=MONDAY):
    return nudging.nudge([person.pk for person in people], by=by, at=at)


def mails() -> set[str]:
    return set(Message.objects.filter(name="nudge").values_list("person__given_name", flat=True))


def test_a_nudge_is_kept_mailed_and_recorded(cast, version):
    found = nudge(cast.pat, cast.lou)
    assert list(found.go) == [cast.lou.pk]
    kept = Nudge.objects.get()
    assert (kept.person, kept.by, kept.day) == (cast.lou, cast.pat, MONDAY.date())
    assert kept.assignments == list(
        version.assignments.filter(person=cast.lou).values_list("pk", flat=True)
    )
    assert mails() == {"Lou"}
    assert audit.events(act="acknowledgments.nudged").count() == 1


def test_nobody_gets_two_on_a_day_whoever_sends_them(cast, version):
    nudge(cast.pat, cast.lou)
    Posting.objects.filter(person=cast.lou).update(supervisor=cast.theo)
    found = nudge(cast.theo, cast.lou, at=MONDAY + dt.timedelta(hours=3))
    assert found.stay == {cast.lou.pk: Why.ALREADY}
    assert found.nudged[cast.lou.pk] == str(cast.pat)
    assert Nudge.objects.count() == Message.objects.filter(name="nudge").count() == 1
    del cast.theo.looked_after
    assert nudge(cast.theo, cast.lou, at=MONDAY + dt.timedelta(days=1)).go


def test_the_database_refuses_a_second_of_the_day_and_any_change(cast, version):
    nudge(cast.pat, cast.lou)
    kept = Nudge.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Nudge.objects.create(
            person=cast.lou, day=kept.day, by=cast.ada, nudged_at=MONDAY, assignments=[1]
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Nudge.objects.update(by=cast.ada)


def test_each_who_gets_none_is_told_of_with_the_reason(cast, version):
    Posting.objects.filter(person=cast.lou).update(on_leave=True)
    type(cast.val).objects.filter(pk=cast.val.pk).update(email="")
    found = nudge(cast.pat, cast.lou, cast.val, cast.mia)
    assert found.stay == {
        cast.lou.pk: Why.ON_LEAVE,
        cast.mia.pk: Why.ON_LEAVE,
        cast.val.pk: Why.NO_ADDRESS,
    }
    assert not Nudge.objects.exists()


def test_another_buildings_people_get_none(cast, version):
    assert not nudge(cast.pat, cast.gus).go
    assert not Nudge.objects.exists()


@pytest.mark.parametrize(
    "at", [MONDAY.replace(hour=6), MONDAY.replace(hour=17), MONDAY - dt.timedelta(days=1)]
)
def test_nothing_goes_out_by_night_or_on_days_without_school(cast, version, at):
    with pytest.raises(nudging.NotNowError):
        nudge(cast.pat, cast.lou, at=at)
    assert not Nudge.objects.exists()


def test_who_signed_meanwhile_gets_no_mail(cast, version):
    nudge(cast.pat, cast.lou, cast.val)
    signed(cast.lou, version, at=MONDAY + dt.timedelta(minutes=5))
    left = composing.write(list(Message.objects.filter(name="nudge").select_related("person")))
    assert [message.person for message in left] == [cast.lou]


def test_the_mail_says_who_asks_for_what_and_by_when(cast, version):
    nudge(cast.pat, cast.lou)
    message = Message.objects.select_related("person").get(name="nudge")
    assert not composing.write([message])
    assert "Sep 28" in message.subject
    for words in ("Pat Novak", "511 Conduct", "/sign/"):
        assert words in message.text
        assert words in message.html


def test_the_digest_of_that_day_leaves_them_in_peace_and_comes_the_next_school_day(cast, version):
    nudge(cast.pat, cast.lou)
    digest.remind(at=MONDAY + dt.timedelta(hours=1))
    told = Message.objects.filter(name="digest", person=cast.lou)
    assert not told.exists()
    digest.remind(at=MONDAY + dt.timedelta(days=1))
    assert told.count() == 1


def test_whoever_got_the_digest_of_the_day_is_not_nudged_that_day(cast, version):
    digest.remind(at=MONDAY)
    assert Message.objects.filter(name="digest", person=cast.lou).exists()
    later = MONDAY + dt.timedelta(hours=2)
    found = nudge(cast.pat, cast.lou, at=later)
    assert found.stay == {cast.lou.pk: Why.REMINDED}
    assert not Nudge.objects.exists()
    assert mails() == set()
    assert nudge(cast.pat, cast.lou, at=MONDAY + dt.timedelta(days=1)).go
