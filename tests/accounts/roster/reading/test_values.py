"""Cells and what they mean: words, names, numbers, several positions of one person."""

import pytest

from accounts.roster.reading import read
from accounts.roster.reading.names import split
from tests.factories import sheets

STAFF = sheets.staff(60)
HEADING = "Employee ID,First,Last,Email,Site,Title,Supervisor"


def sheet_of(*rows, heading=HEADING):
    return read("\n".join([heading, *rows, ""]).encode())


def told(sheet):
    return [(p.row, p.column) for p in sheet.problems]


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Novak, Pat", ("Pat", "Novak")),
        ("de la Cruz, Gus M.", ("Gus M.", "de la Cruz")),
        ("Gus de la Cruz", ("Gus", "de la Cruz")),
        ("Mary Ann Smith", ("Mary Ann", "Smith")),
        ("Smith, Jr., Sam", ("Sam", "Smith Jr.")),
        ("Sam Smith Jr.", ("Sam", "Smith Jr.")),
        ("Sam Smith, Jr.", ("Sam", "Smith Jr.")),
        ("Cher", None),
        ("a, b, c", None),
        ("", None),
    ],
)
def test_whole_names_are_split(name, parts):
    assert split(name) == parts


def test_a_name_that_cannot_be_split_is_told():
    sheet = sheet_of("1,Cher,N,T", '2,"Berg, Lou",N,T', heading="ID,Name,Site,Title")
    assert told(sheet) == [(2, "name")]
    assert sheet.entries[0].first_name == "Lou"


@pytest.mark.parametrize(
    ("cell", "on_leave"),
    [
        ("", False), ("no", False), ("N", False), ("Active", False), ("Not on leave", False),
        ("Returned from leave", False), ("yes", True), ("X", True), ("LOA", True), ("FMLA", True),
        ("Maternity Leave", True), ("Leave - unpaid", True), ("L.O.A.", None), ("Tuesday", None),
    ],
)  # fmt: skip
def test_words_for_leave(cell, on_leave):
    sheet = sheet_of(f"1,A,B,N,T,{cell}", heading="ID,First,Last,Site,Title,on_leave")
    if on_leave is None:
        assert told(sheet) == [(2, "on_leave")]
    else:
        assert sheet.entries[0].on_leave is on_leave


@pytest.mark.parametrize(
    ("cells", "stay", "on_leave"),
    [
        (["Active", "Terminated", "On Leave"], ["1", "3"], ["3"]),
        (["A", "T", "L"], ["1", "3"], ["3"]),
        (["T", "F", "T"], ["1", "3"], []),
        (["yes", "no", "yes"], ["1", "3"], []),
        (["", "Retired 6/30", "Active - Full Time"], ["1", "3"], []),
    ],
)
def test_who_has_ended_is_left_out(cells, stay, on_leave):
    rows = [f"{n},A,B,N,T,{cell}" for n, cell in enumerate(cells, start=1)]
    sheet = sheet_of(*rows, heading="ID,First,Last,Site,Title,Status")
    assert not sheet.problems
    assert [entry.number for entry in sheet.entries] == stay
    assert [entry.number for entry in sheet.entries if entry.on_leave] == on_leave
    assert sheet.ended == 1


@pytest.mark.parametrize(
    ("heading", "cell", "kind"),
    [
        ("Employee Type", "Classified", "employee"),
        ("Employee Type", "Substitute", "employee"),
        ("Employee Type", "Parent Volunteer", "volunteer"),
        ("Employee Type", "", "employee"),
        ("Volunteer", "Y", "volunteer"),
        ("Volunteer", "N", "employee"),
    ],
)
def test_employees_and_volunteers(heading, cell, kind):
    sheet = sheet_of(f"1,A,B,N,T,{cell}", heading=f"ID,First,Last,Site,Title,{heading}")
    assert sheet.entries[0].kind == kind


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("Elementary", "school"), ("Dept.", "department"), ("LEA", "district"), ("", "")],
)
def test_kinds_of_places(cell, kind):
    sheet = sheet_of(f"1,A,B,N,T,{cell}", heading="ID,First,Last,Site,Title,Site Type")
    assert sheet.entries[0].place_kind == kind


def test_numbers_keep_their_zeros_and_lose_those_of_a_spreadsheet():
    assert sheet_of("00123,A,B,,N,T,").entries[0].number == "00123"
    sheet = sheet_of("10234.0,A,B,,N,T,", "10235.0,C,D,,N,T,")
    assert [entry.number for entry in sheet.entries] == ["10234", "10235"]
    assert told(sheet_of("1.02E+11,A,B,,N,T,")) == [(2, "number")]


def test_errors_of_excel_and_lost_letters_are_told():
    assert told(sheet_of("1,A,B,,#N/A,T,")) == [(2, "place")]
    assert told(sheet_of("1,A,�lvarez,,N,T,")) == [(2, "last_name")]
    assert told(sheet_of("1,A,B,a(at)marlow,N,T,")) == [(2, "email")]
    assert told(sheet_of(f"1,{'A' * 81},B,,N,T,")) == [(2, "first_name")]


def test_several_rows_of_a_number_are_several_positions_of_one_person():
    people = sheets.second_position(STAFF, 5, position="Coach", supervisor="10001")
    sheet = read(sheets.csv_of(people, sheets.USUAL))
    assert not sheet.problems
    both = [entry for entry in sheet.entries if entry.number == STAFF[5].number]
    assert [(entry.position, entry.primary) for entry in both] == [
        (STAFF[5].position, True),
        ("Coach", False),
    ]


def test_the_main_position_is_the_one_marked_or_the_largest_share():
    marked = sheet_of(
        "1,A,B,N,T,no", "1,A,B,M,T,yes", "2,C,D,N,T,", heading="ID,First,Last,Site,Title,Primary"
    )
    assert [(e.place, e.primary) for e in marked.entries] == [
        ("N", False),
        ("M", True),
        ("N", True),
    ]
    share = sheet_of(
        "1,A,B,N,T,.4", "1,A,B,M,T,0.6", "2,C,D,N,T,", heading="ID,First,Last,Site,Title,FTE"
    )
    assert [(e.place, e.primary) for e in share.entries] == [("N", False), ("M", True), ("N", True)]
    two = sheet_of("1,A,B,N,T,yes", "1,A,B,M,T,yes", heading="ID,First,Last,Site,Title,Primary")
    assert told(two) == [(3, "primary")]


def test_rows_of_one_person_may_leave_out_the_address_but_not_contradict_it():
    sheet = sheet_of("1,A,B,,N,T,", "1,a,b,a@marlow.example,M,T,")
    assert {(e.first_name, e.email) for e in sheet.entries} == {("A", "a@marlow.example")}
    sheet = sheet_of("1,A,B,b@marlow.example,N,T,", "1,A,B,a@marlow.example,M,T,")
    assert told(sheet) == [(3, "email")]
    assert told(sheet_of("1,A,B,,N,T,", "1,A,C,,M,T,")) == [(3, "last_name")]


def test_a_line_for_each_budget_account_is_one_position():
    sheet = sheet_of("1,A,B,,N,T,", "1,A,B,,N,T,", "1,A,B,,M,T,")
    assert [(e.place, e.primary) for e in sheet.entries] == [("N", True), ("M", False)]
    assert told(sheet_of("1,A,B,,N,T,2", "1,A,B,,N,T,3")) == [(3, "supervisor")]


def test_two_people_with_one_number_or_one_address_are_told():
    sheet = read(sheets.csv_of(sheets.same_number_twice(STAFF), sheets.USUAL))
    assert told(sheet) == [(4, "number")]
    assert STAFF[1].last_name in sheet.problems[0].message
    sheet = read(sheets.csv_of(sheets.same_address_twice(STAFF), sheets.USUAL))
    assert told(sheet) == [(4, "email")]


def test_a_place_has_one_head_who_may_have_several_positions():
    heading = "ID,First,Last,Site,Title,Head"
    assert told(sheet_of("1,A,B,N,T,yes", "2,C,D,N,T,yes", heading=heading)) == [(3, "head")]
    assert told(sheet_of("1,A,B,N,T,yes", "1,A,B,N,Coach,yes", heading=heading)) == []


def test_supervisors_stay_as_printed():
    sheet = sheet_of('1,A,B,,N,T,"Novak, Pat"', "2,C,D,,N,T,PAT@marlow.example", "3,E,F,,N,T,7")
    assert [e.supervisor for e in sheet.entries] == ["Novak, Pat", "PAT@marlow.example", "7"]
