"""More leavers than the district allows: a second person confirms, never the one who asked."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import roles
from accounts.models import Person, Posting
from accounts.roster import applying, confirming, guarding, undoing
from accounts.roster.models import Change, Run
from district_portal import audit
from district_portal.district.current import today
from district_portal.district.models import District
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.accounts.roster.sheets import SHEET, applied, sheet_of_today, waiting
from tests.standing import standing

MORE = "".join(f"{n},Sam,Smith{n},,Northside School,Aide,2,,,,\n" for n in range(100, 136))


@standing
def forty(roster):
    """Forty people, of whom the district lets five go by one sheet."""
    return applied(SHEET + MORE)


@standing
def cast_of_two(forty):
    """Two of them who may bring in a sheet."""
    two = list(Person.objects.filter(number__in="12").order_by("number"))
    for person in two:
        roles.appoint(person, role=Role.HR, by=None)
    return two


@standing
def half(cast):
    """The cast with six aides more, who stand in no sheet; the rest is as it is."""
    lou = cast.lou.posting
    kept = sheet_of_today()
    for n in range(6):
        aide = Person.objects.enter(given_name="Sam", family_name=f"Smith{n}", number=f"A{n}")
        Posting.objects.create(
            person=aide, place=lou.place, position="Aide", supervisor=cast.pat, since=lou.since
        )
    return kept


def test_five_may_always_leave_and_then_the_percentage(forty):
    lines = (SHEET + MORE).splitlines(keepends=True)
    assert applied("".join(lines[:-5])).state == "applied"
    assert applied("".join(lines[:-6])).state == "to_be_confirmed"
    District.objects.update(leaving_percent=20)
    assert applied("".join(lines[:-7])).state == "applied"
    assert guarding.allowed(Run(rostered=200)) == 40
    assert guarding.are_too_many(Run(rostered=200, left=34), before=7)
    assert not guarding.are_too_many(Run(rostered=200, left=33), before=7)


def test_many_small_sheets_do_not_end_what_one_large_one_must_not(forty, cast_of_two):
    lines = (SHEET + MORE).splitlines(keepends=True)
    states = [applied("".join(lines[:-n])).state for n in range(1, 7)]
    assert states == ["applied"] * 5 + ["to_be_confirmed"]
    run = Run.objects.latest("pk")
    assert (run.left, Person.objects.filter(is_active=True).count()) == (1, 35)
    assert "5 people have left by other sheets" in Message.objects.latest("pk").text


def test_who_came_back_was_undone_or_confirmed_counts_no_more(forty, cast_of_two):
    lines = (SHEET + MORE).splitlines(keepends=True)
    four = applied("".join(lines[:-4]))
    assert guarding.recently_left().count() == 4
    undoing.undo(four, by=None)
    assert guarding.recently_left().count() == 0
    applied("".join(lines[:-4]))
    applied("".join(lines[:-3]))
    assert guarding.recently_left().count() == 3
    asked = applied("".join(lines[:-6]), by=cast_of_two[0])
    assert confirming.confirm(asked, by=cast_of_two[1]).state == "applied"
    assert guarding.recently_left().count() == 0
    assert applied("".join(lines[:-11])).state == "applied"


def test_after_thirty_days_others_may_leave(forty):
    lines = (SHEET + MORE).splitlines(keepends=True)
    applied("".join(lines[:-5]))
    later = timezone.now() + dt.timedelta(days=31)
    assert guarding.recently_left(at=later).count() == 0


def test_nothing_is_written_and_the_others_are_mailed(cast, half):
    run = applied(half, by=cast.hana)
    assert (run.state, run.left) == ("to_be_confirmed", 6)
    assert Person.objects.filter(number__startswith="A", is_active=True).count() == 6
    (mail,) = Message.objects.filter(name="roster_to_confirm")
    assert mail.person == cast.tom
    assert mail.subject == "Please confirm that 6 people leave"
    assert f"/people/roster/{run.pk}/" in mail.text
    assert "Hana Sato asked for it." in mail.text


def test_a_second_person_confirms(cast, half):
    run = applied(half, by=cast.hana)
    done = confirming.confirm(run, by=cast.tom)
    assert (done.state, done.asked_by, done.confirmed_by) == ("applied", cast.hana, cast.tom)
    assert not Person.objects.filter(number__startswith="A", is_active=True).exists()
    acts = audit.events(object_type="roster.run", object_id=str(run.pk)).values_list("act", "actor")
    assert list(acts)[::-1] == [
        ("roster.brought", "The portal") if run.by is None else ("roster.brought", str(run.by)),
        ("roster.confirmation_asked", "Hana Sato"),
        ("roster.confirmed", "Tom Reyes"),
        ("roster.applied", "Hana Sato"),
    ]


def test_whoever_asked_cannot_confirm_by_code_or_by_sql(cast, half):
    run = applied(half, by=cast.hana)
    with pytest.raises(confirming.SamePersonError):
        confirming.confirm(run, by=cast.hana)
    with pytest.raises(applying.EndedError):
        applying.apply(run, by=cast.hana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(
            confirmed_by=cast.hana, confirmed_at=run.asked_at, state="applied"
        )


def test_what_the_portal_brought_by_night_one_person_confirms(cast, half):
    run = applied(half, by=None)
    assert set(confirming.others(run)) == {cast.tom, cast.hana}
    assert confirming.confirm(run, by=cast.hana).state == "applied"


def test_when_the_roster_has_changed_it_is_shown_again_first(cast, half):
    run = applied(half, by=cast.hana)
    Posting.objects.filter(person=cast.gus).update(position="Mechanic")
    answer = confirming.confirm(run, by=cast.tom)
    assert (answer.state, answer.changed) == ("waiting", 1)
    assert Person.objects.filter(number__startswith="A", is_active=True).count() == 6


def test_what_does_not_wait_cannot_be_confirmed(cast):
    with pytest.raises(confirming.NotAskedError):
        confirming.confirm(waiting(sheet_of_today()), by=cast.tom)


def test_another_address_for_who_holds_a_role_needs_a_second_person(cast):
    sheet = sheet_of_today()
    assert cast.ada.email in sheet
    run = applying.apply(
        waiting(sheet.replace(cast.ada.email, "ada@elsewhere.example")), by=cast.tom
    )
    assert run.state == Run.State.TO_BE_CONFIRMED
    assert confirming.officers_readdressed(run) == [str(cast.ada)]
    assert str(cast.ada) in Message.objects.filter(name="roster_to_confirm").first().text
    cast.ada.refresh_from_db()
    assert cast.ada.email != "ada@elsewhere.example"
    assert confirming.confirm(run, by=cast.hana).state == "applied"
    cast.ada.refresh_from_db()
    assert cast.ada.email == "ada@elsewhere.example"


def test_so_does_one_for_who_is_to_hold_a_role_later(cast):
    begins = today() + dt.timedelta(days=1)
    roles.appoint(cast.lou, role=Role.DISTRICT_ADMINISTRATOR, by=None, since=begins)
    sheet = sheet_of_today().replace(cast.lou.email, "lou@elsewhere.example")
    run = applying.apply(waiting(sheet), by=cast.hana)
    assert run.state == Run.State.TO_BE_CONFIRMED
    assert confirming.officers_readdressed(run) == [str(cast.lou)]


@pytest.mark.parametrize("address", ["ada@elsewhere.example", ""])
def test_so_does_one_for_an_officer_whom_the_sheet_gives_a_posting_again(cast, address):
    sheet = sheet_of_today()
    cast.ada.postings.all().delete()
    same, other = waiting(sheet), waiting(sheet.replace(cast.ada.email, address, 1))
    assert other.changes.get(person_id=cast.ada.pk).kind == Change.Kind.RETURNED
    assert confirming.officers_readdressed(same) == []
    assert applying.apply(other, by=cast.tom).state == Run.State.TO_BE_CONFIRMED


def test_another_address_for_somebody_without_a_role_needs_nobody_else(cast):
    sheet = sheet_of_today().replace(cast.lou.email, "lou@elsewhere.example")
    assert applying.apply(waiting(sheet), by=cast.hana).state == "applied"
