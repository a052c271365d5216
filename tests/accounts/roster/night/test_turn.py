"""A night's turn: once a day, caught up, told only when something changed or failed."""

import datetime as dt
import os
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from accounts import roles
from accounts.models import Person, Posting
from accounts.roster import matching
from accounts.roster.models import Night, Run
from accounts.roster.night import turn
from accounts.roster.night.turn import take_turn
from district_portal import audit
from district_portal.mailing.delivering import sweep
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.accounts.roster.sheets import HEADING, SHEET, applied, without
from tests.factories import oneroster, sheets
from tests.factories.oneroster import Member

ZONE = ZoneInfo("America/Chicago")
HANA = "90,Hana,Sato,hana@marlow.example,District Office,HR Clerk,1,employee,no,,\n"
TOM = "91,Tom,Reyes,tom@marlow.example,District Office,Technology Coordinator,1,employee,no,,\n"
STAFF = SHEET + HANA + TOM


def day_after(days):
    return dt.datetime.now(ZONE).date() + dt.timedelta(days=days)


def night(days=2, hour=3, minute=5):
    """A moment of the district's clock, so many days from now."""
    return dt.datetime.combine(day_after(days), dt.time(hour, minute), tzinfo=ZONE)


@pytest.fixture
def source(roster, tmp_path, settings):
    """The folder where HR puts its sheet; Hana is in HR, Tom the Technology Coordinator."""
    applied(STAFF)
    for number, role in (("90", Role.HR), ("91", Role.TECHNOLOGY_COORDINATOR)):
        roles.appoint(Person.objects.get(number=number), role=role, by=None)
    folder = tmp_path / "hr"
    folder.mkdir()
    settings.ROSTER_SOURCE = str(folder)
    return folder


def lay(folder, content, name="staff.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    os.utime(path, (1_000_000, 1_000_000))


def position(number):
    return Person.objects.get(number=number).postings.order_by("-since")[0].position


def mails():
    return sorted(Message.objects.filter(name="roster_night").values_list("person__given_name"))


def test_without_a_source_nothing_is_due(roster):
    assert take_turn(at=night()) is None
    assert not Night.objects.exists()


def test_a_change_is_applied_and_told_to_hr_and_the_coordinator(source, smtp_server):
    lay(source, STAFF.replace("Teacher", "Counselor"))
    taken = take_turn(at=night())
    assert (taken.outcome, taken.day) == ("applied", day_after(2))
    assert taken.run.source == Run.Source.NIGHT
    assert position("3") == "Counselor"
    assert mails() == [("Hana",), ("Tom",)]
    sweep()
    mail = smtp_server.received[0]
    assert mail.subject == "The roster was brought up to date last night"
    assert "From staff.csv: 0 added, 1 changed, 0 left." in mail.text
    assert taken.run.get_absolute_url() in mail.text
    assert audit.events(act="roster.night").get().after == {"outcome": "applied"}


def test_a_day_has_one_turn_from_three_o_clock_on_and_a_missed_one_is_caught_up(source):
    lay(source, STAFF.replace("Teacher", "Counselor"))
    assert take_turn(at=night(hour=2)) is None
    assert take_turn(at=night(hour=15)).outcome == "applied"
    assert take_turn(at=night(hour=16)) is None
    lay(source, STAFF)
    assert take_turn(at=night(days=9)).outcome == "applied"
    assert Night.objects.count() == 2


def test_nothing_new_changes_and_tells_nothing(source):
    lay(source, STAFF)
    assert take_turn(at=night()).outcome == "unchanged"
    assert Night.objects.get().run.state == Run.State.DISCARDED
    runs = Run.objects.count()
    assert take_turn(at=night(days=3)).outcome == "unchanged"
    assert Run.objects.count() == runs
    assert mails() == []


def test_an_old_file_does_not_take_back_what_was_changed_by_hand_since(source):
    lay(source, STAFF.replace("Teacher", "Counselor"))
    take_turn(at=night())
    Posting.objects.filter(person__number="3", until=None).update(position="Librarian")
    assert take_turn(at=night(days=3)).outcome == "unchanged"
    assert position("3") == "Librarian"


def test_too_many_leavers_wait_for_a_person_and_give_way_to_the_next_sheet(source):
    more = "".join(f"{n},Sam,Smith{n},,Northside School,Aide,2,,,,\n" for n in range(10, 40))
    applied(STAFF + more)
    lay(source, STAFF)
    taken = take_turn(at=night())
    assert (taken.outcome, taken.run.state) == ("waiting", Run.State.TO_BE_CONFIRMED)
    assert Person.objects.filter(is_active=True).count() == 36
    assert mails() == []
    told = Message.objects.filter(name="roster_to_confirm")
    assert sorted(told.values_list("person__given_name")) == [("Hana",), ("Tom",)]
    assert take_turn(at=night(days=3)).outcome == "unchanged"
    lay(source, STAFF + more.replace("Aide", "Cook"))
    assert take_turn(at=night(days=4)).outcome == "applied"
    taken.run.refresh_from_db()
    assert taken.run.state == Run.State.DISCARDED


def test_a_faulty_sheet_is_told_and_writes_nothing(source, smtp_server):
    lay(source, STAFF.replace("mia@marlow.example", "mia(at)marlow").replace("Teacher", "Cook"))
    taken = take_turn(at=night())
    assert (taken.outcome, taken.run.problems) == ("failed", 1)
    assert position("3") == "Teacher"
    sweep()
    assert smtp_server.received[0].subject == "The roster could not be brought in last night"
    assert "1 problem was found." in smtp_server.received[0].text
    assert take_turn(at=night(days=3)).outcome == "failed"


def test_half_a_file_is_told(source):
    lay(source, sheets.cut_in_half(STAFF.encode()))
    taken = take_turn(at=night())
    assert taken.outcome == "failed"
    assert Person.objects.filter(is_active=True).count() == 6


def test_headings_that_nobody_settled_wait_for_somebody(source):
    usual = HEADING.replace("position", "Job Title")
    content = STAFF.replace(HEADING, usual).replace("Teacher", "Cook")
    lay(source, content)
    taken = take_turn(at=night())
    assert taken.outcome == "failed"
    assert "Job Title" in taken.error
    assert taken.run.state == Run.State.READING
    matching.remember(
        {name: name.replace("Job Title", "position") for name in usual.split(",")}, by=None
    )
    assert take_turn(at=night(days=3)).outcome == "applied"
    assert position("3") == "Cook"


def test_a_new_column_that_nobody_needs_is_left_out(source):
    lines = [f"{line},X" for line in STAFF.strip().splitlines()]
    lines[0] = f"{HEADING},Bargaining Group"
    lay(source, "\n".join(lines).replace("Teacher", "Cook"))
    assert take_turn(at=night()).outcome == "applied"


def test_a_source_that_does_not_answer_is_asked_again_before_people_are_told(source):
    assert take_turn(at=night(minute=0)).outcome == ""
    assert take_turn(at=night(minute=15)).outcome == ""
    assert mails() == []
    taken = take_turn(at=night(minute=30))
    assert (taken.outcome, taken.tries) == ("failed", 3)
    assert "There is no sheet in" in taken.error
    assert mails() == [("Hana",), ("Tom",)]


def test_a_file_that_is_being_written_is_taken_later(source):
    (source / "staff.csv").write_text(STAFF.replace("Teacher", "Cook"))
    assert take_turn(at=night(minute=0)).outcome == ""
    lay(source, STAFF.replace("Teacher", "Cook"))
    assert take_turn(at=night(minute=15)).outcome == "applied"


def test_a_turn_that_lost_its_worker_is_taken_up_again(source, monkeypatch):
    lay(source, STAFF.replace("Teacher", "Cook"))
    Night.objects.create(day=day_after(2), tries=1, begun_at=night())
    assert take_turn(at=night(minute=30)) is None
    assert take_turn(at=night(hour=5)).outcome == "applied"


def test_what_goes_wrong_on_our_side_is_told_and_leaves_nothing(source, monkeypatch):
    lay(source, STAFF.replace("Teacher", "Cook"))
    monkeypatch.setattr(turn.applying, "apply", None)
    taken = take_turn(at=night())
    assert taken.outcome == "failed"
    assert taken.error == "Something went wrong on our side. It has been logged."
    assert not Run.objects.filter(source=Run.Source.NIGHT).exists()
    assert mails() == [("Hana",), ("Tom",)]


def test_oneroster_supplements_by_night(source):
    new = Member("u77", "Nora", "Newcomer", "77", "nora@marlow.example")
    lay(source, oneroster.zipped([new]), "export.zip")
    taken = take_turn(at=night())
    assert (taken.outcome, taken.run.kind, taken.run.left) == ("applied", Run.Kind.ONEROSTER, 0)
    assert position("77") == "Teacher"
    assert Person.objects.filter(is_active=True).count() == 7


def test_a_real_address_of_the_district_is_read(source, server, settings):
    settings.ROSTER_SOURCE = server.gives(STAFF.replace("Teacher", "Cook").encode())
    settings.ROSTER_TOKEN = "t0ken"
    assert take_turn(at=night()).outcome == "applied"
    assert server.asked == [("/staff.csv", "Bearer t0ken")]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_take_one_turn(source):
    lay(source, without("4", STAFF))
    taken = []

    def take():
        taken.append(take_turn(at=night()))
        connection.close()

    both = [threading.Thread(target=take) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(one is None for one in taken) == [False, True]
    assert Run.objects.filter(source=Run.Source.NIGHT).count() == 1


def test_the_page_of_sheets_says_how_the_last_night_went(source, client):
    def page():
        return client.get("/people/roster/").content.decode()

    client.force_login(
        Person.objects.get(number="90"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    assert "for the first time after 3 a.m." in page()
    lay(source, STAFF.replace("Teacher", "Cook"))
    taken = take_turn(at=night())
    assert "Applied (" in page()
    assert taken.run.get_absolute_url() in page()
    lay(source, STAFF.replace("mia@marlow.example", "mia(at)marlow"))
    take_turn(at=night(days=3))
    assert "Last night’s sheet could not be brought in" in page()
    assert "The sheet has to be corrected." in page()
