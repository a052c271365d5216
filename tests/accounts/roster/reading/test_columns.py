"""Which heading is taken for which column, and how certain that is."""

import pytest

from accounts.roster.reading import COLUMNS, read
from accounts.roster.reading.reader import open_table
from accounts.roster.reading.suggesting import suggest
from accounts.roster.reading.synonyms import KNOWN, SYNONYMS, is_private, plain
from tests.factories import sheets

STAFF = sheets.staff(60)


def suggested(content, remembered=None):
    return {one.heading: one for one in suggest(open_table(content), remembered)}


def columns(content, remembered=None):
    return {heading: one.column for heading, one in suggested(content, remembered).items()}


def test_no_name_stands_for_two_columns():
    names = [name for usual in SYNONYMS.values() for name in usual]
    assert len(names) == len(set(names))
    assert all(plain(name) == name for name in names)
    assert set(SYNONYMS) == {*COLUMNS, ""}
    assert set(KNOWN.values()) == set(SYNONYMS)


@pytest.mark.parametrize("headings", [sheets.OWN, sheets.USUAL, sheets.ONE_NAME])
def test_usual_names_are_certain_in_any_order(headings):
    turned = dict(reversed(headings.items()))
    found = suggested(sheets.csv_of(STAFF, turned))
    assert {heading: one.column for heading, one in found.items()} == turned
    assert all(one.is_certain for one in found.values())


def test_misspelt_names_are_found_but_not_certain():
    found = suggested(sheets.csv_of(STAFF, sheets.MISSPELT))
    assert {heading: one.column for heading, one in found.items()} == sheets.MISSPELT
    assert not any(one.is_certain for one in found.values())


@pytest.mark.parametrize("above", [[["Marlow Bend Schools"], ["Active staff", "8/1/2026"], []], []])
def test_misspelt_names_are_found_below_a_title_and_behind_another_sheet(above):
    content = sheets.csv_of(STAFF, sheets.MISSPELT, above=above)
    assert columns(content) == sheets.MISSPELT
    codes = {"Codes": [["Code", "Meaning"], ["10", "Teacher"]]}
    found = columns(sheets.xlsx_of(STAFF, sheets.MISSPELT, before=codes))
    assert found == {**sheets.MISSPELT, "Hire Date": ""}


def test_the_portal_s_own_names_need_nobody():
    assert all(one.is_settled for one in suggested(sheets.csv_of(STAFF)).values())
    usual = suggested(sheets.csv_of(STAFF, sheets.USUAL)).values()
    assert {one.heading for one in usual if one.is_settled} == {"First Name", "Last Name"}


def test_what_is_remembered_wins():
    content = sheets.csv_of(STAFF, sheets.USUAL)
    remembered = {"job title": "", "leave status": "status", "reports to": "supervisor"}
    found = suggested(content, remembered)
    assert found["Job Title"].column == ""
    assert found["Leave Status"].column == "status"
    assert found["Reports To"].is_settled
    assert not found["Work Email"].is_settled


def test_cells_that_contradict_a_heading_make_it_doubtful():
    content = b"Employee ID,First,Last,Email,Site,Title\n1,A,B,teacher,N,T\n2,C,D,cook,N,T\n"
    found = suggested(content)
    assert found["Employee ID"].is_certain
    assert not found["Email"].is_certain


def test_addresses_and_whole_names_are_known_by_their_cells():
    content = (
        b"ID,Contact,Staff Name of Record,Site,Title\n"
        b'1,a@marlow.example,"Berg, Lou",N,T\n2,b@marlow.example,"Reyes, Tom",N,T\n'
    )
    found = columns(content)
    assert found["Contact"] == "email"
    assert found["Staff Name of Record"] == "name"


def test_a_middle_or_preferred_name_is_no_first_name():
    content = b"Emp ID,First Name,Middle Name,Preferred Name,Last Name,Site,Title\n1,A,B,C,D,N,T\n"
    found = columns(content)
    assert (found["First Name"], found["Last Name"]) == ("first_name", "last_name")
    assert (found["Middle Name"], found["Preferred Name"]) == ("", "")
    assert read(content).entries[0].first_name == "A"


def test_of_two_headings_for_one_column_the_better_name_wins():
    content = (
        b"Emp ID,First,Last,Department,Building,Title,Supervisor Name,Supervisor ID\n"
        b'1,A,B,Science,North,T,"Novak, Pat",2\n'
    )
    found = suggested(content)
    assert found["Building"].column == "place"
    assert found["Department"].column == ""
    assert not found["Department"].is_certain
    assert found["Supervisor ID"].column == "supervisor"
    assert found["Supervisor Name"].column == ""


def test_a_whole_name_beside_first_and_last_is_left_out():
    content = b'Emp ID,Name,First Name,Last Name,Site,Title\n1,"B, A",A,B,N,T\n'
    assert columns(content)["Name"] == ""
    assert read(content).entries[0].last_name == "B"


def test_headings_that_stand_twice_or_nowhere_are_told_apart():
    content = b"number,first_name,last_name,place,position,Notes,Notes,,\n1,A,B,N,T,x,y,z,\n"
    sheet = read(content)
    assert sheet.headings[-3:] == ["Notes", "Notes (2)", "(H)"]
    assert not sheet.problems


def test_missing_columns_are_told_in_the_row_of_the_headings():
    sheet = read(sheets.csv_of(STAFF, sheets.USUAL), matching={"Job Title": "", "Last Name": ""})
    assert [(p.row, p.column) for p in sheet.problems] == [(1, "last_name"), (1, "position")]
    assert sheet.entries == []


def test_two_headings_said_to_be_one_column_are_a_problem():
    said = {"First Name": "last_name", "Last Name": "last_name"}
    sheet = read(sheets.csv_of(STAFF, sheets.USUAL), matching=said)
    assert (1, "last_name") in [(p.row, p.column) for p in sheet.problems]


@pytest.mark.parametrize("heading", ["SSN", "Date of Birth", "Annual Salary", "Home Phone", "Race"])
def test_what_only_hr_should_see_is_known_by_its_heading(heading):
    assert is_private(heading)


@pytest.mark.parametrize("heading", ["Page", "Work Email", "Home School", "Sexton", "Rates"])
def test_other_headings_are_not_private(heading):
    assert is_private(heading) == (heading == "Home School")


def test_the_sheet_says_how_a_column_is_printed():
    sheet = read(sheets.csv_of(STAFF, sheets.USUAL))
    assert sheet.printed("position") == "Job Title"
    assert sheet.printed("head") == "head"
