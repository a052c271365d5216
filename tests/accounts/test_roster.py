import json
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts import roles
from accounts.models import Person, Place, Posting
from accounts.roster.applying import TooManyLeaveError, apply
from accounts.roster.comparing import compare
from accounts.roster.reading import read
from district_portal import audit
from district_portal.district.models import District
from district_portal.permissions import Role

HEADING = (
    "number,first_name,last_name,email,place,position,supervisor,kind,on_leave,place_kind,head"
)
SHEET = f"""{HEADING}
1,Ada,Lindqvist,ada@marlow.example,District Office,Superintendent,,employee,no,district,yes
2,Pat,Novak,pat@marlow.example,Northside School,Principal,1,employee,no,school,yes
3,Mia,Álvarez,mia@marlow.example,Northside School,Teacher,pat@marlow.example,employee,yes,,
4,Val,O’Neill,,Northside School,Volunteer,2,volunteer,,,
"""


@pytest.fixture
def roster(db):
    District.objects.create(pk=1, name="Marlow Test District")
    apply(read(SHEET.encode()), by=None)


def told(sheet):
    return [(p.row, p.column) for p in compare(read(sheet.encode())).problems]


def test_an_empty_portal_takes_the_whole_sheet(roster):
    assert Person.objects.count() == 4
    mia = Person.objects.get(number="3")
    assert mia.posting.on_leave
    assert mia.posting.supervisor.number == "2"
    assert not mia.has_usable_password()
    assert Place.objects.get(name="Northside School").head.number == "2"
    assert Place.objects.get(name="Northside School").parent.name == "District Office"
    assert Person.objects.get(number="4").posting.kind == "volunteer"


def test_the_same_sheet_twice_changes_nothing(roster):
    again = apply(read(SHEET.encode()), by=None)
    assert (again.added, again.changed, again.left, again.unchanged) == ([], [], [], 4)
    assert Posting.objects.count() == 4


def test_changes_are_told_column_by_column(roster):
    sheet = SHEET.replace("Teacher,pat@marlow.example,employee,yes", "Counselor,1,employee,no")
    (change,) = compare(read(sheet.encode())).changed
    assert change.columns == {
        "position": ("Teacher", "Counselor"),
        "supervisor": ("2", "1"),
        "on_leave": ("yes", "no"),
    }


def test_who_is_missing_has_left(roster):
    rows = SHEET.strip().split("\n")
    apply(read("\n".join(rows[:-1]).encode()), by=None)
    assert not Person.objects.get(number="4").is_active


def test_the_address_of_somebody_who_left_passes_to_a_newcomer(roster):
    gone = SHEET.replace("3,Mia,Álvarez,mia@marlow.example", "9,Max,Moreau,mia@marlow.example")
    apply(read(gone.encode()), by=None)
    assert Person.objects.get(number="9").email == "mia@marlow.example"
    assert Person.objects.get(number="3").email is None


def test_a_sheet_cannot_take_the_last_district_administrator(roster):
    ada = Person.objects.get(number="1")
    roles.appoint(ada, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    without = SHEET.replace("1,Ada,Lindqvist,ada@marlow.example", "8,Eve,Other,eve@marlow.example")
    assert (1, "number") in told(without.replace(",1,employee", ",8,employee"))
    other = Person.objects.get(number="2")
    roles.appoint(other, role=Role.DISTRICT_ADMINISTRATOR, by=None)
    assert told(without.replace(",1,employee", ",8,employee")) == []


def test_addresses_may_be_swapped_within_a_sheet(roster):
    sheet = (
        SHEET.replace("ada@marlow.example", "x")
        .replace("pat@", "ada@")
        .replace("x,", "pat@marlow.example,")
    )
    apply(read(sheet.encode()), by=None)
    assert Person.objects.get(number="1").email == "pat@marlow.example"
    assert Person.objects.get(number="2").email == "ada@marlow.example"


def test_somebody_outside_the_sheet_keeps_their_address(roster):
    Person.objects.enter(given_name="Bea", family_name="Okafor", email="bea@marlow.example")
    assert told(SHEET.replace("mia@", "bea@")) == [(4, "email")]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("3,Mia", ",Mia", (4, "number")),
        ("3,Mia", "2,Mia", (4, "number")),
        ("mia@marlow.example", "mia(at)marlow", (4, "email")),
        ("mia@marlow.example", "PAT@marlow.example", (4, "email")),
        ("volunteer,,", "helper,,", (5, "kind")),
        ("employee,yes,,", "employee,maybe,,", (4, "on_leave")),
        ("Volunteer,2,", "Volunteer,99,", (5, "supervisor")),
        ("Volunteer,2,", "Volunteer,4,", (5, "supervisor")),
        ("Superintendent,,", "Superintendent,3,", (2, "supervisor")),
        ("first_name", "nickname", (1, "first_name")),
        ("last_name", "first_name", (1, "last_name")),
    ],
)
def test_every_fault_is_told_with_row_and_column(db, old, new, where):
    assert where in told(SHEET.replace(old, new, 1))


def test_nothing_is_written_when_one_row_is_wrong(db):
    with pytest.raises(CommandError, match="nothing was written"):
        _run(SHEET.replace("mia@marlow.example", "mia"))
    assert Person.objects.count() == 0


def test_half_a_sheet_does_not_end_half_a_district(roster):
    rows = SHEET.strip().split("\n")
    more = [f"{n},Sam,Smith{n},,Northside School,Aide,2,,,," for n in range(10, 30)]
    apply(read("\n".join(rows + more).encode()), by=None)
    with pytest.raises(TooManyLeaveError):
        apply(read(SHEET.encode()), by=None)
    assert Person.objects.filter(is_active=True).count() == 24
    apply(read(SHEET.encode()), by=None, most_leaving=20)
    assert Person.objects.filter(is_active=True).count() == 4


def test_a_sheet_from_windows_with_semicolons_is_read(db):
    sheet = read(SHEET.replace("O’Neill", "O'Neill").replace(",", ";").encode("cp1252"))
    assert not sheet.problems
    assert sheet.entries[2].last_name == "Álvarez"


def test_a_byte_order_mark_is_no_part_of_the_heading(db):
    assert not read(b"\xef\xbb\xbf" + SHEET.encode()).problems


def test_a_damaged_spreadsheet_file_is_refused_with_advice(db):
    (problem,) = read(b"PK\x03\x04\0\0\0").problems
    assert "save it again" in problem.message


def test_the_dry_run_writes_nothing_and_tells_all(db, tmp_path):
    told = tmp_path / "difference.json"
    out = _run(SHEET, "--dry-run", "--json", str(told))
    assert "4 added, 0 changed, 0 left" in out
    assert json.loads(told.read_text())["added"] == ["1", "2", "3", "4"]
    assert Person.objects.count() == 0


def _run(sheet, *options):
    out = StringIO()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hr.csv"
        path.write_text(sheet)
        call_command("import_roster", str(path), *options, stdout=out, stderr=out)
    return out.getvalue()


def test_an_address_in_capitals_signs_in_too(roster, client):
    apply(read(SHEET.replace("pat@marlow.example", "Pat@Marlow.Example").encode()), by=None)
    pat = Person.objects.get(number="2")
    pat.set_password("correct horse battery staple")
    pat.save()
    typed = {"login": "Pat@Marlow.Example", "password": "correct horse battery staple"}
    assert client.post("/accounts/login/", typed).status_code == 302


def test_who_left_by_mistake_comes_back_on_the_same_day(roster):
    without_mia = "".join(
        line for line in SHEET.splitlines(keepends=True) if not line.startswith("3,")
    )
    apply(read(without_mia.encode()), by=None)
    assert not Person.objects.get(number="3").is_active
    apply(read(SHEET.encode()), by=None)
    mia = Person.objects.get(number="3")
    assert mia.is_active
    assert mia.posting.on_leave
    assert mia.postings.count() == 1


def test_another_address_is_recorded_without_telling_it(roster):
    apply(read(SHEET.replace("ada@marlow", "other@marlow").encode()), by=None)
    event = audit.events(act="people.changed").get()
    assert event.person_id == Person.objects.get(number="1").pk
    assert event.after == {"changed": ["email"]}


def test_a_head_whom_the_sheet_no_longer_names_is_no_change(roster):
    again = apply(read(SHEET.replace("school,yes", "school,no").encode()), by=None)
    assert again.changed == []
    assert Place.objects.get(name="Northside School").head.number == "2"


def test_two_heads_of_one_place_are_a_problem_in_the_second_one_s_row(roster):
    sheet = SHEET.replace("2,volunteer,,,", "2,volunteer,,,yes")
    assert told(sheet) == [(5, "head")]
    (problem,) = read(sheet.encode()).problems
    assert problem.message == "Northside School already has a head in row 3."
    assert told(SHEET) == []
