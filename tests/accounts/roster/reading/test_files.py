"""Which bytes are read, and what people are told of the others."""

import time

import pytest

from accounts.roster.reading import read
from tests.factories import sheets

STAFF = sheets.staff(60)


def told(content):
    return [(p.row, p.message) for p in read(content).problems]


def names(sheet):
    return [(entry.number, entry.first_name, entry.last_name) for entry in sheet.entries]


EVERYBODY = [(one.number, one.first_name, one.last_name) for one in STAFF]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_program_s_csv_is_read(encoding, delimiter):
    sheet = read(sheets.csv_of(STAFF, sheets.USUAL, encoding=encoding, delimiter=delimiter))
    assert not sheet.problems
    assert names(sheet) == EVERYBODY


def test_one_line_from_another_program_does_not_spoil_the_rest():
    content = sheets.csv_of(STAFF) + "77,Zoë,Ibáñez,,Summit,Cook,,,,,".encode("cp1252")
    assert names(read(content))[-1] == ("77", "Zoë", "Ibáñez")
    assert names(read(content))[:-1] == EVERYBODY


def test_lists_and_lines_in_quotes_stay_in_their_cell():
    content = (
        "Employee ID;Name;Site;Title;Subjects\r\n"
        '1;"Muñoz; Ana";North;"Teacher,\nGrade 3";"a;b;c"\r\n'
        "2;Ana Reyes;North;;\r\n"
    )
    sheet = read(content.encode(), matching={"Name": "name", "Subjects": ""})
    assert [(p.row, p.column) for p in sheet.problems] == [(2, "name"), (3, "position")]
    content = content.replace("Muñoz; Ana", "Muñoz, Ana")
    (entry,) = read(content.encode()).entries
    assert (entry.last_name, entry.position) == ("Muñoz", "Teacher,\nGrade 3")


def test_rows_count_as_a_spreadsheet_counts_them():
    content = 'number,first_name,last_name,place,position\n1,A,"B\nC",N,T\n\n2,,D,N,T\n'
    sheet = read(content.encode())
    assert [entry.row for entry in sheet.entries] == [2]
    assert [(p.row, p.column) for p in sheet.problems] == [(4, "first_name")]


def test_a_title_above_the_headings_is_passed_over():
    above = [["Marlow Bend Schools"], ["Active staff", "as of 8/1/2026"], []]
    sheet = read(sheets.csv_of(STAFF, sheets.USUAL, above=above))
    assert not sheet.problems
    assert sheet.heading_row == 4
    assert sheet.entries[0].row == 5


def test_excel_s_own_first_line_is_passed_over():
    sheet = read(b"sep=;\r\n" + sheets.csv_of(STAFF, delimiter=";"))
    assert names(sheet) == EVERYBODY


def test_short_rows_are_filled_and_long_ones_told():
    content = (
        "number,first_name,last_name,place,position,email\n1,A,B,N,T\n2,A,B,N,T,,,\n3,A,B,N,T,,x\n"
    )
    sheet = read(content.encode())
    assert [entry.number for entry in sheet.entries] == ["1", "2"]
    assert told(content.encode()) == [(4, "This row has more cells than the heading has columns.")]


def test_a_file_cut_off_in_a_row_a_cell_or_a_letter_says_so():
    whole = sheets.csv_of(STAFF)
    (problem,) = told(sheets.cut_in_half(whole))
    assert problem[1].startswith("The file ends in the middle of this row.")
    assert problem[0] == sheets.cut_in_half(whole).count(b"\n") + 1
    quoted = b'number,first_name,last_name,place,position\n1,A,B,N,"Tea'
    assert told(quoted) == [(2, "The file ends in the middle of a quoted cell. Export it again.")]
    letter = "number,first_name,last_name,place,position\n1,Ána,B,N,Álvar".encode()[:-4]
    letter = letter[: letter.rfind("Á".encode()) + 1]
    assert told(letter) == [(2, "The file ends in the middle of a letter. Export it again.")]
    halved = "number,first_name".encode("utf-16")[:-1]
    assert told(halved) == [(1, "The file is cut off or damaged. Export it again.")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "There is nothing in this file."),
        (b"\r\n  ,\r\n", "There is nothing in this file."),
        (b"%PDF-1.7\n", "This is a PDF."),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is no CSV or Excel file."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is an old Excel file (.xls)."),
        (sheets.locked_workbook(), "The file is protected by a password."),
        (b"PK\x03\x04 half a workbook", "The Excel file is cut off or damaged."),
        (bytes(51 * 1024 * 1024), "The file is larger than 50 MB."),
    ],
)
def test_what_is_no_sheet_is_refused_in_one_sentence_of_advice(content, said):
    ((row, message),) = told(content)
    assert row == 1
    assert message.startswith(said)


def test_a_workbook_is_read_with_numbers_as_people_see_them():
    sheet = read(sheets.xlsx_of(STAFF, sheets.USUAL))
    assert not sheet.problems
    assert names(sheet) == EVERYBODY
    assert sheet.entries[1].supervisor == STAFF[0].number
    assert sheet.headings[-1] == "Hire Date"


def test_the_sheet_with_people_is_taken_wherever_it_stands():
    codes = [["Code", "Meaning"], ["10", "Teacher"]]
    content = sheets.xlsx_of(STAFF, sheets.USUAL, before={"Codes": codes, "Empty": []})
    assert names(read(content)) == EVERYBODY


def test_a_workbook_cut_in_half_is_refused():
    ((_row, message),) = told(sheets.cut_in_half(sheets.xlsx_of(STAFF)))
    assert message == "The Excel file is cut off or damaged. Open it in Excel and save it again."


@pytest.mark.parametrize(
    "bomb", [sheets.growing_workbook, sheets.lying_workbook, sheets.wide_workbook]
)
@pytest.mark.thorough
def test_a_workbook_made_to_grow_is_refused_soon(bomb):
    content = bomb()
    began = time.process_time(), time.monotonic()
    ((_row, message),) = told(content)
    assert message.startswith("The Excel file")
    assert time.process_time() - began[0] < 1
    assert time.monotonic() - began[1] < 5
