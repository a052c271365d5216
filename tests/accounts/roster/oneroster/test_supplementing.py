"""HR leads: OneRoster fills what is missing, brings whom HR lacks, and ends nobody of HR's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, Place
from accounts.roster import applying, undoing
from accounts.roster.bringing import File, bring, look
from accounts.roster.models import Run
from accounts.roster.oneroster import supplementing
from accounts.roster.oneroster.distilling import distil
from district_portal.audit.models import Event
from district_portal.district.current import today
from district_portal.mailing.models import Message
from tests.accounts.roster.sheets import SHEET, applied, pairs, rows, told, without
from tests.factories import oneroster
from tests.factories.oneroster import Member

NORA = Member("u77", "Nora", "Newcomer", "77", "nora@marlow.example", (("aide", "p1"),))
VAL = Member("u4", "Val", "ONeill", "4", "val@marlow.example", (("aide", "s2"),))


def waiting(members, **how):
    file = File("export.zip", distil(oneroster.zipped(members, **how)))
    run = bring([file], source="upload", by=None, kind=Run.Kind.ONEROSTER, whole=False)
    return look(run)


def brought(members, **how):
    return applying.apply(waiting(members, **how), by=None)


def posting(number):
    return Person.objects.get(number=number).posting


def test_whom_hr_lacks_is_brought_with_place_and_parents(roster):
    run = brought([NORA])
    assert (run.state, run.added, run.changed, run.left) == (Run.State.APPLIED, 1, 0, 0)
    nora = posting("77")
    assert (nora.position, nora.kind, nora.supervisor) == ("Aide", "employee", None)
    assert nora.person.email == "nora@marlow.example"
    assert nora.place.name == "History (Northside School)"
    assert nora.place.parent.name == "Northside School"
    assert Person.objects.filter(is_active=True).count() == 5


def test_places_that_the_roster_lacks_come_as_a_tree_below_its_own_top(roster):
    brought([Member("u77", "Nora", "Newcomer", "77", "", (("aide", "p2"),))])
    history = Place.objects.get(name="History (Lakeview Middle)")
    assert (history.kind, history.parent.name) == ("department", "Lakeview Middle")
    assert (history.parent.kind, history.parent.parent.name) == ("school", "District Office")
    assert not Place.objects.filter(name="Marlow Bend").exists()


def test_the_top_of_an_empty_roster_is_the_district_s_org(db):
    brought([NORA])
    assert Place.objects.get(parent=None).name == "Marlow Bend"
    assert Place.objects.get(name="Northside School").parent.name == "Marlow Bend"


def test_of_hr_s_people_only_a_missing_address_is_taken(roster):
    mia = Member("u3", "Maria", "Alvarez", "3", "other@marlow.example", (("principal", "s2"),))
    run = waiting([VAL, mia])
    assert rows(run, "changed") == ["4"]
    assert pairs(run, "4") == {"email": ("", "val@marlow.example")}
    applying.apply(run, by=None)
    val = posting("4")
    assert (val.person.family_name, val.position, val.kind) == ("O’Neill", "Volunteer", "volunteer")
    assert val.supervisor.number == "2"
    assert posting("3").on_leave
    assert posting("3").person.email == "mia@marlow.example"


def test_somebody_is_known_by_address_where_the_numbers_differ(roster):
    pat = Member("u2", "Pat", "Novak", "pat.novak", "PAT@marlow.example")
    run = waiting([pat])
    assert not run.differs
    assert run.problems == 0


def test_an_address_that_another_has_is_not_given_to_somebody_else(roster):
    assert not waiting([Member("u4", "Val", "ONeill", "4", "mia@marlow.example")]).differs


def test_who_left_by_hr_s_sheet_does_not_come_back(roster):
    applied(without("4"))
    assert not waiting([VAL]).differs
    assert not Person.objects.get(number="4").is_active


def test_the_same_export_twice_changes_nothing(roster):
    brought([NORA, VAL])
    assert not waiting([NORA, VAL]).differs


def test_hr_s_next_sheet_does_not_end_whom_only_oneroster_has(roster):
    brought([NORA])
    run = applied(SHEET.replace("Teacher", "Counselor"))
    assert (run.changed, run.left) == (1, 0)
    assert posting("77")


def test_once_hr_has_named_them_hr_leads(roster):
    brought([NORA])
    row = "77,Nora,Newcomer,nora@marlow.example,Northside School,Cook,2,,,,\n"
    applied(SHEET + row)
    assert not waiting([NORA]).differs
    assert applied(SHEET).left == 1


def test_whom_oneroster_brought_it_may_move_and_end(roster):
    brought([NORA])
    moved = Member("u77", "Nora", "Newcomer", "77", "n@marlow.example", (("counselor", "s2"),))
    run = brought([moved])
    assert (run.changed, run.left) == (1, 0)
    assert (posting("77").position, posting("77").place.name) == ("Counselor", "Lakeview Middle")
    assert brought([VAL]).left == 1
    assert not Person.objects.get(number="77").is_active
    assert Person.objects.filter(is_active=True).count() == 4


def test_a_delta_changes_only_whom_it_names_and_ends_whom_it_deletes(roster):
    brought([NORA])
    other = Member("u78", "Omar", "Other", "78", "", status="active")
    assert brought([other], mode="delta").left == 0
    gone = [
        Member("u77", "Nora", "Newcomer", "77", status="tobedeleted"),
        Member("u3", "Mia", "Alvarez", "3", status="tobedeleted"),
    ]
    run = brought(gone, mode="delta")
    assert rows(run, "left") == ["77"]
    assert Person.objects.get(number="3").is_active


def test_a_delta_without_roles_changes_the_address_only(roster):
    brought([NORA])
    changed = Member("u77", "Nora", "Newcomer", "77", "new@marlow.example", (), status="active")
    run = brought([changed], mode="delta")
    assert pairs(run, "77") == {"email": ("nora@marlow.example", "new@marlow.example")}
    assert posting("77").position == "Aide"


def test_several_roles_are_several_positions_and_hr_s_further_ones_stay(roster):
    row = "4,Val,O’Neill,,District Office,Tutor,1,volunteer,,,\n"
    applied(SHEET + row)
    two = Member("u77", "Nora", "Newcomer", "77", "", (("teacher", "s1"), ("aide", "s2")))
    run = brought([two, VAL])
    assert (run.added, run.changed) == (1, 1)
    nora = Person.objects.get(number="77")
    assert sorted(nora.postings.current().values_list("position", "primary")) == [
        ("Aide", False),
        ("Teacher", True),
    ]
    val = Person.objects.get(number="4")
    assert val.email == "val@marlow.example"
    assert val.postings.current().count() == 2


def test_without_a_number_the_export_s_own_key_serves_and_takes_nobody_s_place(roster):
    brought([Member("guid-1", "Ann", "One"), Member("3", "Ben", "Two")])
    assert Person.objects.get(number="guid-1").given_name == "Ann"
    assert Person.objects.get(number="3").given_name == "Mia"
    assert Person.objects.get(number="or:3").given_name == "Ben"
    assert not waiting([Member("guid-1", "Ann", "One"), Member("3", "Ben", "Two")]).differs


def test_what_cannot_be_taken_is_told_with_file_row_and_field(roster):
    run = waiting(
        [
            NORA,
            Member("u78", "", "Nobody", "78"),
            Member("u79", "Bad", "Address", "79", "bad(at)marlow"),
            Member("u80", "No", "Place", "80", "", (("teacher", "nowhere"),)),
            Member("u81", "Twin", "Nora", "81", "nora@marlow.example"),
        ]
    )
    assert told(run) == [
        (3, "users.csv, givenName"),
        (4, "users.csv, email"),
        (5, "users.csv, orgSourcedId"),
        (6, "email"),
    ]
    assert Person.objects.count() == 4


def test_what_was_brought_can_be_undone(roster):
    run = brought([NORA])
    undoing.undo(run, by=Person.objects.get(number="1"))
    assert not Person.objects.filter(number="77", is_active=True).exists()
    assert waiting([NORA]).added + waiting([NORA]).returned


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_no_secret_reaches_the_sheet_the_database_or_the_log(roster, version, caplog):
    caplog.set_level("DEBUG")
    content = oneroster.zipped([NORA], version=version)
    sheet = supplementing.read(distil(content), on=today())
    brought([NORA], version=version)
    stored = [repr(sheet), caplog.text]
    for model in (Run, Person, Place, Event, Message):
        stored += [repr(row) for row in model.objects.values()]
    with connection.cursor() as cursor:
        for table in ("roster_change", "roster_row", "roster_trace"):
            cursor.execute(f"SELECT {table}::text FROM {table}")
            stored += [row[0] for row in cursor.fetchall()]
    everything = "\n".join(stored)
    assert "Newcomer" in everything
    assert not [secret for secret in oneroster.SECRETS if secret in everything]


@pytest.mark.thorough
def test_as_many_queries_for_thirty_as_for_three(roster):
    counted = []
    for many in (3, 30):
        members = [Member(f"u{n}", "A", f"B{n}", f"n{n}") for n in range(many)]
        content = distil(oneroster.zipped([*members, VAL]))
        with CaptureQueriesContext(connection) as queries:
            supplementing.read(content, on=today())
        counted.append(len(queries))
    assert counted[0] == counted[1]
