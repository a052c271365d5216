"""A run is written as a whole or not at all, once, and tells the rest of the portal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import adding, moving, roles
from accounts.models import Person, Place, Posting, RoleGrant
from accounts.roster import applying, discarding
from accounts.roster.models import Row, Run, Trace
from accounts.signals import people_ended, people_moved, standing_changed
from district_portal import audit
from district_portal.district.current import today
from district_portal.permissions import Role
from tests.accounts.roster.sheets import SHEET, applied, waiting, without

YESTERDAY = dt.timedelta(days=1)


@pytest.fixture
def heard():
    """What was told, by the name of the signal."""
    found: dict[str, set[int]] = {}

    def hear(name):
        def receiver(people, **kwargs):
            found.setdefault(name, set()).update(people)

        return receiver

    signals = {"moved": people_moved, "ended": people_ended, "standing": standing_changed}
    receivers = {name: hear(name) for name in signals}
    for name, signal in signals.items():
        signal.connect(receivers[name])
    yield found
    for name, signal in signals.items():
        signal.disconnect(receivers[name])


def since(days: int, *numbers: str) -> None:
    """As if the postings of these people, or of all, had begun so many days ago."""
    rows = Posting.objects.all()
    if numbers:
        rows = rows.filter(person__number__in=numbers)
    rows.update(since=today() - dt.timedelta(days=days))


def person(number: str) -> Person:
    return Person.objects.get(number=number)


def test_an_empty_portal_takes_the_whole_sheet(roster):
    assert (roster.state, roster.added) == ("applied", 4)
    assert Person.objects.count() == 4
    mia = person("3")
    assert (str(mia), mia.email, mia.sort_name) == (
        "Mia Álvarez",
        "mia@marlow.example",
        "alvarez mia",
    )
    assert mia.posting.on_leave
    assert mia.posting.supervisor.number == "2"
    assert not mia.has_usable_password()
    assert person("1").password != person("2").password
    school = Place.objects.get(name="Northside School")
    assert (school.kind, school.head.number, school.parent.name) == (
        "school",
        "2",
        "District Office",
    )
    assert person("4").posting.kind == "volunteer"
    assert not Row.objects.exists()


def test_the_same_sheet_twice_changes_nothing(roster):
    kept = list(Posting.objects.order_by("pk").values())
    again = applied(SHEET)
    assert (again.state, again.unchanged) == ("applied", 4)
    assert not again.changes.exists()
    assert not again.traces.exists()
    assert list(Posting.objects.order_by("pk").values()) == kept


def test_a_change_ends_the_posting_of_yesterday_and_begins_one_today(roster, heard):
    since(30)
    applied(SHEET.replace("Teacher,pat@", "Counselor,pat@"))
    old, new = person("3").postings.order_by("since")
    assert (old.position, old.until) == ("Teacher", today() - YESTERDAY)
    assert (new.position, new.since, new.until, new.on_leave) == ("Counselor", today(), None, True)
    assert heard == {"moved": {person("3").pk}}


def test_what_began_today_is_changed_in_place(roster):
    applied(SHEET.replace("Teacher,pat@", "Counselor,pat@"))
    (only,) = person("3").postings.all()
    assert (only.position, only.since) == ("Counselor", today())


def test_a_planned_end_stays_when_the_posting_changes(roster):
    since(30)
    leaves = today() + dt.timedelta(days=60)
    Posting.objects.filter(person__number="3").update(until=leaves)
    applied(SHEET.replace("Teacher,pat@", "Counselor,pat@"))
    assert person("3").posting.until == leaves


def test_who_is_missing_has_left_with_roles_and_plans(roster, heard):
    since(30)
    val = person("4")
    roles.appoint(val, role=Role.AUDITOR, by=None)
    later = today() + dt.timedelta(days=60)
    Posting.objects.filter(person=val).update(until=later)
    Posting.objects.create(
        person=val,
        place=val.posting.place,
        position="Coach",
        since=later + YESTERDAY,
    )
    heard.clear()
    applied(without("4"))
    val = person("4")
    assert not val.is_active
    (only,) = val.postings.all()
    assert only.until == today() - YESTERDAY
    assert not RoleGrant.objects.still_on(today()).filter(person=val).exists()
    assert heard == {"ended": {val.pk}}


def test_who_began_a_further_posting_today_and_is_missing_can_be_hired_anew_by_hand(roster):
    since(30)
    val = person("4")
    adding.add(val, place=val.posting.place, position="Coach", supervisor=None, by=None)
    applied(without("4"))
    assert set(val.postings.values_list("until", flat=True)) == {today()}
    place = Place.objects.get(name="District Office")
    tomorrow = today() + dt.timedelta(days=1)
    moving.hire(
        person("4"), place=place, position="Clerk", supervisor=None, by=None, since=tomorrow
    )
    assert val.postings.filter(since=tomorrow).exists()


def test_who_left_by_mistake_comes_back_on_the_same_day(roster):
    applied(without("3"))
    assert not person("3").is_active
    applied(SHEET)
    mia = person("3")
    assert mia.is_active
    assert mia.posting.on_leave
    assert mia.postings.count() == 1


def test_who_comes_back_later_begins_anew(roster):
    since(30)
    applied(without("3"))
    run = applied(SHEET)
    assert run.returned == 1
    assert person("3").is_active
    assert person("3").postings.count() == 2


def test_further_postings_begin_and_end(roster):
    since(30)
    coach = "4,Val,O’Neill,,District Office,Coach,1,volunteer,,,\n"
    aide = "3,Mia,Álvarez,mia@marlow.example,District Office,Aide,1,,yes,,\n"
    applied(SHEET + coach + aide)
    further = person("4").postings.get(primary=False)
    assert (further.position, further.supervisor.number, further.kind) == (
        "Coach",
        "1",
        "volunteer",
    )
    assert not waiting(SHEET + coach + aide).differs
    since(10)
    applied(SHEET + aide)
    further.refresh_from_db()
    assert further.until == today() - YESTERDAY
    applied(SHEET + coach + aide)
    applied(SHEET + aide)  # begun and gone on one day: it was never held
    assert person("4").postings.filter(primary=False).count() == 1


def test_addresses_may_be_swapped(roster):
    applied(SHEET.replace("ada@", "x@").replace("pat@", "ada@").replace("x@", "pat@"))
    assert person("1").email == "pat@marlow.example"
    assert person("2").email == "ada@marlow.example"


def test_the_address_of_somebody_who_left_passes_to_a_newcomer(roster):
    applied(SHEET.replace("3,Mia,Álvarez,", "9,Max,Moreau,"))
    assert person("9").email == "mia@marlow.example"
    assert person("3").email is None
    applied(without("9", SHEET.replace("3,Mia,Álvarez,", "9,Max,Moreau,")))
    assert person("9").email == "mia@marlow.example"
    applied(without("3") + "8,Eve,Other,mia@marlow.example,Northside School,Aide,,,,,\n")
    assert person("8").email == "mia@marlow.example"
    assert person("9").email is None


def test_a_head_whom_the_sheet_no_longer_names_stays(roster, heard):
    again = applied(SHEET.replace("school,yes", "school,no"))
    assert not again.differs
    assert Place.objects.get(name="Northside School").head.number == "2"
    applied(SHEET.replace("school,yes", "school,no").replace("employee,yes,,", "employee,yes,,yes"))
    assert Place.objects.get(name="Northside School").head.number == "3"
    assert heard["standing"] == {person("2").pk, person("3").pk}


def test_a_place_that_is_to_close_takes_people_until_then(roster):
    closing = today() + dt.timedelta(days=40)
    Place.objects.create(name="Annex", kind="school", closed_on=closing)
    since(30)
    applied(SHEET.replace("Northside School,Teacher", "Annex,Teacher"))
    assert person("3").posting.until == closing - YESTERDAY


def test_everything_is_on_record_without_contact_details(roster):
    since(30)
    sheet = without("4").replace("ada@marlow", "other@marlow").replace("Teacher", "Counselor")
    run = applied(sheet + "9,Nora,New,nora@marlow.example,Northside School,Aide,2,,,,\n")
    events = {
        (event.act, event.person): (event.before, event.after)
        for event in audit.events().filter(act__startswith="people.", pk__gt=roster_events())
    }
    assert events == {
        ("people.left", "Val O’Neill"): (None, {"last_day": str(today() - YESTERDAY)}),
        ("people.changed", "Ada Lindqvist"): (None, {"changed": ["email"]}),
        ("people.moved", "Mia Álvarez"): ({"position": "Teacher"}, {"position": "Counselor"}),
        ("people.hired", "Nora New"): (
            None,
            {
                "place": "Northside School",
                "position": "Aide",
                "supervisor": "Pat Novak",
                "kind": "employee",
                "on_leave": False,
            },
        ),
    }
    event = audit.events(act="roster.applied").first()
    assert event.object_id == str(run.pk)
    assert event.after == {"added": 1, "returned": 0, "changed": 2, "left": 1, "new_places": 0}
    trail = str([(each.before, each.after) for each in audit.events()])
    assert "other@marlow" not in trail


def roster_events() -> int:
    """The last event of the first run."""
    return audit.events(act="roster.applied").order_by("pk").first().pk


def test_a_sheet_with_problems_cannot_be_applied(roster):
    run = waiting(SHEET.replace("Volunteer,2,", "Volunteer,99,"))
    with pytest.raises(applying.ProblemsError):
        applying.apply(run, by=None)
    assert Run.objects.get(pk=run.pk).state == "waiting"


def test_only_what_was_shown_is_applied(roster):
    run = waiting(without("4"))
    Posting.objects.filter(person__number="3").update(position="Librarian")
    answer = applying.apply(run, by=None)
    assert (answer.state, answer.changed, answer.left) == ("waiting", 1, 1)
    assert person("4").is_active
    assert applying.apply(answer, by=None).state == "applied"
    assert person("3").posting.position == "Teacher"


def test_a_run_is_applied_once(roster):
    run = waiting(without("4"))
    applying.apply(run, by=None)
    with pytest.raises(applying.EndedError):
        applying.apply(run, by=None)
    with pytest.raises(applying.EndedError):
        discarding.discard(run, by=None)


def test_what_is_discarded_is_forgotten_but_for_that_it_came(roster):
    run = discarding.discard(waiting(without("4")), by=None)
    assert (run.state, run.changes.count(), run.staged.count()) == ("discarded", 0, 0)
    with pytest.raises(applying.EndedError):
        applying.apply(run, by=None)
    assert discarding.discard(run, by=None).state == "discarded"


def test_a_ring_with_what_is_planned_is_refused_and_told(roster):
    since(30)
    Posting.objects.filter(person__number="4").update(supervisor=person("1"))
    soon = today() + dt.timedelta(days=20)
    pat = Posting.objects.get(person__number="2")
    Posting.objects.filter(pk=pat.pk).update(until=soon - YESTERDAY)
    Posting.objects.create(
        person=pat.person, place=pat.place, position="Aide", supervisor=person("4"), since=soon
    )
    run = applied(SHEET)
    assert (run.state, run.problems) == ("waiting", 1)
    assert "would run in a circle" in run.changes.get(kind="problem").message
    assert person("4").posting.supervisor.number == "1"


@pytest.mark.django_db(transaction=True)
def test_a_fault_in_the_middle_leaves_nothing_half_written():
    """The last statement of all fails: not a person, place, posting or event is there."""
    rows = "".join(
        f"{n},Sam,Smith{n},s{n}@marlow.example,Northside School,Aide,2,,,,\n" for n in range(10, 60)
    )
    run = waiting(SHEET + rows)
    events = audit.events().count()
    fault = (
        "ALTER TABLE accounts_place ADD CONSTRAINT fault CHECK (head_id IS NULL) NOT VALID",
        "ALTER TABLE accounts_place DROP CONSTRAINT fault",
    )
    with connection.cursor() as cursor:
        cursor.execute(fault[0])
    try:
        with pytest.raises(IntegrityError, match="fault"):
            applying.apply(run, by=None)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(fault[1])
    assert Person.objects.count() == Place.objects.count() == Posting.objects.count() == 0
    assert Trace.objects.count() == 0
    assert audit.events().count() == events
    run.refresh_from_db()
    assert run.state == "waiting"
    assert applying.apply(run, by=None).state == "applied"
    assert Person.objects.count() == 54


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE roster_run SET state = 'waiting', applied_at = NULL",
        "UPDATE roster_run SET digest = repeat('0', 64)",
        "DELETE FROM roster_run",
        "DELETE FROM roster_change",
        "UPDATE roster_change SET name = 'Somebody else'",
        "DELETE FROM roster_trace",
        """INSERT INTO roster_trace (run_id, "table", object_id) VALUES (0, 'person', 1)""",
        """INSERT INTO roster_change (run_id, kind, file, number, name, sort_name, "column",
           message, staged) VALUES (0, 'left', 0, '', '', '', '', '', false)""",
    ],
)
def test_the_database_keeps_what_was_applied(roster, change):
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_a_run_does_not_go_while_lines_belong_to_it(roster):
    run = waiting(without("4"))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM roster_row; DELETE FROM roster_run WHERE id = %s", [run.pk])
    run.delete()
    assert not Run.objects.filter(pk=run.pk).exists()


@pytest.mark.thorough
def test_a_thousand_places_cost_no_more_questions_than_three_hundred(roster):
    asked = []
    for last in (300, 1000):
        rows = "".join(
            f"{1000 + n},Sam,Smith{n},,School {n},Aide,2,,,school,\n" for n in range(last)
        )
        with CaptureQueriesContext(connection) as queries:
            applied(SHEET + rows)
        asked.append(len(queries))
    assert Place.objects.filter(kind="school", parent__name="District Office").count() == 1001
    assert audit.events(act="places.opened").count() == 1002
    assert asked[0] == asked[1]


@pytest.mark.thorough
def test_a_thousand_people_cost_no_more_questions_than_some_hundreds(roster):
    asked = []
    for numbers in (range(1000, 1300), range(1000, 2000)):  # from 200 on, four more in all
        rows = "".join(
            f"{n},Sam,Smith{n},s{n}@marlow.example,Northside School,Aide,2,,,,\n" for n in numbers
        )
        with CaptureQueriesContext(connection) as queries:
            applied(SHEET + rows)
        asked.append(len(queries))
    assert Posting.objects.filter(position="Aide").count() == 1000
    assert asked[0] == asked[1]
