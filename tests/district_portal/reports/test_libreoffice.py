"""What people may type as a formula, opened in LibreOffice: text in CSV and Excel, and the same.

The workbook or file is converted to a flat OpenDocument sheet, in which a cell that is reckoned out
has `table:formula`.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from xml.etree import ElementTree as ET

import pytest
from rustpy_xlsxwriter import write_worksheets

from accounts.models import Person
from district_portal.district.current import today
from district_portal.reports.asking import Question
from district_portal.reports.exporting import export
from district_portal.ui.spreadsheets import AS_TEXT, csv_file
from tests.cast import person, post
from tests.district_portal.reports.test_formulas import FORMULAS, HARMLESS
from tests.factories.acknowledgments import required
from tests.factories.policies import published

SOFFICE = shutil.which("localc") and shutil.which("soffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice Calc was found")
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
# Commas, double quotes, UTF-8, from the first line; what looks like a formula may be one.
AS_CSV = "--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1,true"

SAVED_AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,true,false"


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """What LibreOffice makes of a file: `converted(content, kind, to)`."""
    home = f"-env:UserInstallation={tmp_path_factory.mktemp('home').as_uri()}"

    def convert(content, kind, to):
        folder = tmp_path_factory.mktemp("sheet")
        file, out = folder / f"in.{kind}", folder / "out"
        file.write_bytes(content)
        reading = [AS_CSV] if kind == "csv" else []
        command = [SOFFICE, home, "--headless", *reading, "--convert-to", to, "--outdir", out, file]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return next(out.iterdir()).read_bytes()

    return convert


def rows_of(content):
    """The cells of each row of the first sheet of a flat OpenDocument sheet."""
    sheet = next(ET.fromstring(content).iter(f"{TABLE}table"))  # noqa: S314 – LibreOffice's own
    return [
        [cell for cell in row if cell.tag == f"{TABLE}table-cell"]
        for row in sheet.iter(f"{TABLE}table-row")
    ]


def is_formula(cell):
    return cell.get(f"{TABLE}formula") is not None


def test_it_would_reckon_out_what_is_not_guarded(converted):
    """So that what follows proves something."""
    [[cell, *_], *_] = rows_of(converted("\ufeff=1+1\r\n".encode(), "csv", "fods"))
    assert is_formula(cell)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_in_a_report_is_a_formula(cast, converted, kind):
    """Under each a person was hired, and all of them must sign."""
    for number, formula in enumerate(FORMULAS):
        hired = person(f"Nan{number} Newman", 300 + number)
        Person.objects.filter(pk=hired.pk).update(family_name=formula, given_name=formula)
        post(hired, cast.northside, "Aide", cast.pat)
    required(published("529", "=Staff Use", clauses=["Be kind."]))
    content = export(Question(as_of=today()), file_format=kind, by=None)
    rows = rows_of(converted(content, kind, "fods"))
    assert len(rows) > len(FORMULAS)
    assert not [cell for row in rows for cell in row if is_formula(cell)]
    text = ["".join(cell.itertext()).strip() for row in rows for cell in row]
    assert any(each.endswith("@SUM(1), @SUM(1)") for each in text)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_it_saves_again_is_read_back_as_it_was(converted, kind):
    told = FORMULAS + HARMLESS[1:]
    if kind == "csv":
        content = csv_file(["a", "b"], [[each, "x"] for each in told])
    else:
        out = io.BytesIO()
        write_worksheets([("A", ({"a": each, "b": "x"} for each in told))], out)
        content = out.getvalue()
    text = converted(content, kind, SAVED_AS_CSV).decode("utf-8-sig")
    _, *lines = csv.reader(io.StringIO(text, newline=""))
    found = [line[0] for line in lines]
    if kind == "csv":
        found = [AS_TEXT.sub("", each) for each in found]
    assert [of_one_end(each) for each in found] == [of_one_end(each) for each in told]


def of_one_end(text):
    """LibreOffice keeps one kind of end of a line."""
    return text.replace("\r\n", "\n").replace("\r", "\n")
