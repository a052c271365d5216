"""OneRoster files: what is opened, who is staff, and what never leaves the file."""

import datetime as dt
import io
import zipfile

import pytest

from accounts.roster.oneroster.package import is_package, open_folder, open_zip
from accounts.roster.oneroster.places import read_places
from accounts.roster.oneroster.rows import day, listed
from accounts.roster.oneroster.staff import read_staff
from accounts.roster.reading.table import UnreadableSheetError
from tests.factories import oneroster, sheets
from tests.factories.oneroster import Member
from tests.shared import SHARED

TODAY = dt.date(2026, 11, 2)
LOU = Member("u1", "Lou", "Berg", "8", "lou@marlow.example")
PAT = Member("u2", "Pat", "Novak", "7", "PAT@marlow.example", (("principal", "s1"), ("aide", "s2")))
EXPORTS = SHARED / "roster"


def staff_of(content, on=TODAY):
    problems = []
    return read_staff(open_zip(content), problems, on=on), problems


def told(members):
    return {one.key: [(held.role, held.org) for held in one.held] for one in members}


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("misspelt", [False, True])
@pytest.mark.parametrize("folder", ["", "export/"])
def test_staff_are_read_and_nobody_else(version, misspelt, folder):
    content = oneroster.zipped([LOU], version=version, misspelt=misspelt, folder=folder)
    (lou,), problems = staff_of(content)
    assert not problems
    assert (lou.first_name, lou.last_name, lou.numbers) == ("Lou", "Berg", ["8"])
    assert lou.email == "lou@marlow.example"
    assert told([lou]) == {"u1": [("teacher", "s1")]}


def test_a_folder_is_read_like_a_zip(tmp_path):
    files = open_folder(oneroster.unpacked(tmp_path, [LOU]))
    assert set(files) == {"manifest.csv", "orgs.csv", "users.csv", "roles.csv"}
    assert told(read_staff(files, [], on=TODAY)) == {"u1": [("teacher", "s1")]}


def test_several_roles_are_several_positions_the_primary_one_first():
    turned = Member("u3", "Mia", "Álvarez", "9", "", (("aide", "s2"), ("teacher", "s1")))
    members, _ = staff_of(oneroster.zipped([PAT, turned]))
    assert told(members) == {
        "u2": [("principal", "s1"), ("aide", "s2")],
        "u3": [("aide", "s2"), ("teacher", "s1")],
    }
    members, _ = staff_of(oneroster.zipped([PAT], version="1.1"))
    assert told(members) == {"u2": [("principal", "s1"), ("principal", "s2")]}


@pytest.mark.parametrize(
    ("roles", "is_staff"),
    [
        ((("student", "s1"),), False),
        ((("guardian", "s1"),), False),
        ((("parent", "s1"), ("relative", "s1")), False),
        ((("teacher", "s1"), ("student", "s1")), False),
        ((("teacher", "s1"), ("parent", "s1")), True),
        ((("siteAdministrator", "s1"),), True),
        ((("system_administrator", "s1"),), True),
    ],
)
def test_students_and_families_are_passed_over(roles, is_staff):
    members, problems = staff_of(oneroster.zipped([Member("u9", "A", "B", "9", "", roles)]))
    assert bool(members) is is_staff
    assert not problems


@pytest.mark.parametrize(
    ("begins", "ends", "works"),
    [
        ("", "", True),
        ("2026-08-01", "2027-06-30T00:00:00Z", True),
        ("8/1/2026", "6/30/2027", True),
        ("01.08.2026", "31/12/2026", True),
        ("2026-12-01", "", False),
        ("", "2026-10-31", False),
        ("15/01/2024", "15/06/2026", False),
        ("soon", "later", True),
    ],
)
def test_a_role_holds_from_its_first_to_its_last_day(begins, ends, works):
    one = Member("u9", "A", "B", "9", begins=begins, ends=ends)
    members, _ = staff_of(oneroster.zipped([one]))
    assert bool(members) is works


def test_who_is_not_enabled_is_passed_over():
    assert staff_of(oneroster.zipped([Member("u9", "A", "B", "9", enabled="FALSE")]))[0] == []


def test_days_and_lists_of_all_kinds():
    assert day("15/06/2023") == dt.date(2023, 6, 15)
    assert day("1/05/2023") == dt.date(2023, 1, 5)
    assert day("2023-02-30") is None
    assert listed('"s1", "s2"') == ["s1", "s2"]
    assert listed("s1; s2|s3,") == ["s1", "s2", "s3"]


def test_places_form_a_tree_and_are_told_apart():
    places = read_places(open_zip(oneroster.zipped()), [])
    assert {place.name: (place.kind, place.parent) for place in places.values()} == {
        "Marlow Bend": ("district", ""),
        "Northside School": ("school", "Marlow Bend"),
        "Lakeview Middle": ("school", "Marlow Bend"),
        "History (Northside School)": ("department", "Northside School"),
        "History (Lakeview Middle)": ("department", "Lakeview Middle"),
    }


def test_states_are_no_places_and_a_parent_that_is_missing_is_none():
    orgs = (("x", "Minnesota", "state", ""), ("s1", "Northside", "school", "x"))
    places = read_places(open_zip(oneroster.zipped(orgs=orgs)), [])
    assert [(p.name, p.parent) for p in places.values()] == [("Northside", "")]


def test_passwords_and_demographics_never_leave_the_file():
    files = open_zip(oneroster.zipped([LOU]))
    assert "demographics.csv" not in files
    assert "userprofiles.csv" not in files
    held = repr(read_staff(files, [], on=TODAY)) + repr(read_places(files, []))
    assert not [secret for secret in oneroster.SECRETS if secret in held]


@pytest.mark.parametrize(
    "name", ["../users.csv", "/etc/users.csv", "a/../../users.csv", "..\\users.csv", "C:/users.csv"]
)
def test_names_that_lead_out_of_the_zip_are_refused(name):
    with pytest.raises(UnreadableSheetError, match="leads out of it"):
        open_zip(oneroster.zipped(extra={name: "x"}))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (oneroster.growing(), "users.csv unpacks to far more"),
        (oneroster.lying(), "cut off or damaged|unpacks to far more"),
        (sheets.cut_in_half(oneroster.zipped([LOU])), "cut off or damaged"),
        (oneroster.zipped(extra={"more/users.csv": "x"}), "users.csv stands twice"),
        (oneroster.zipped(extra={f"{n}.csv": "" for n in range(1_001)}), "far more files"),
        (sheets.xlsx_of([]), "There is no orgs.csv"),
    ],
)
def test_hostile_and_broken_zips_are_refused(content, said):
    with pytest.raises(UnreadableSheetError, match=said):
        open_zip(content)


def test_an_encrypted_zip_is_refused():
    content = bytearray(oneroster.zipped([LOU]))
    for mark, where in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + where] |= 1
            at = content.find(mark, at + 4)
    with pytest.raises(UnreadableSheetError, match="password"):
        open_zip(bytes(content))


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("x")
    folder = tmp_path / "export"
    folder.mkdir()
    oneroster.unpacked(folder, [LOU])
    (folder / "users.csv").unlink()
    (folder / "users.csv").symlink_to(secret)
    with pytest.raises(UnreadableSheetError, match="no plain file"):
        open_folder(folder)


def test_workbooks_and_other_zips_are_no_package():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as other:
        other.writestr("a.txt", "a")
    assert not is_package(out.getvalue())
    assert not is_package(sheets.xlsx_of([]))
    assert not is_package(b"number,first_name\n")
    assert is_package(oneroster.zipped())


def test_a_file_without_its_first_column_is_a_problem():
    files = dict(open_zip(oneroster.zipped([LOU])))
    files["users.csv"] = b"a,b\n1,2\n"
    problems = []
    assert read_staff(files, problems, on=TODAY) == []
    assert [(p.row, p.column) for p in problems] == [(1, "users.csv, sourcedId")]


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the exports of others are not on this machine")
@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Test_minimal_data_set", TODAY, {"John Doe": "teacher", "Jim Smith": "teacher"}),
        ("oneroster_test_data", TODAY, {}),
        (
            "v1p2_full_dataset",
            dt.date(2025, 1, 7),
            {"John Doe": "teacher", "Jim Smith": "teacher", "Thomas Jones": "siteadministrator"},
        ),
        ("v1p2_full_dataset", TODAY, {}),
    ],
)
def test_exports_of_other_systems_are_read(name, on, expected):
    members, problems = staff_of((EXPORTS / f"{name}.zip").read_bytes(), on=on)
    assert not problems
    found = {f"{one.first_name} {one.last_name}": one.held[0].role for one in members}
    assert found == expected
    assert not any("Password1-" in repr(one) for one in members)
