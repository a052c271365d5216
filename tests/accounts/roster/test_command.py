"""The command that brings in an HR sheet: what it says where, what it writes, how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person, Place
from accounts.roster.models import Run
from district_portal import audit
from tests.accounts.roster.sheets import HEADING, SHEET, without

MORE = "".join(f"{n},Sam,Smith{n},,Northside School,Aide,2,,,,\n" for n in range(10, 20))
PROJECT = Path(__file__).parents[3]


@pytest.fixture
def sheet(tmp_path):
    """Write a sheet; answers where."""

    def write(text, name="staff.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def run_command(*arguments, **how):
    """What it says: on its output, and as errors; and what it raised, if anything."""
    out, err, raised = StringIO(), StringIO(), None
    try:
        call_command("import_roster", *map(str, arguments), stdout=out, stderr=err, **how)
    except CommandError as error:
        raised = error
    return out.getvalue(), err.getvalue(), raised


def test_a_sheet_is_applied_and_told_line_by_line(roster, sheet):
    text = without("4").replace("Teacher,pat@", "Counselor,pat@")
    nora = "9,Nora,New,nora@marlow.example,Depot,Driver,2,,,,\n"
    out, err, raised = run_command(sheet(text + nora))
    assert (err, raised) == ("", None)
    assert out.splitlines() == [
        "- 4 Val O’Neill",
        "~ 3 Mia Álvarez: position: Teacher → Counselor",
        "+ 9 Nora New",
        "+ place Depot",
        "1 added, 1 changed, 1 left, 2 unchanged.",
        "The roster is up to date.",
    ]
    assert Person.objects.get(number="9").posting.place.name == "Depot"
    assert not Person.objects.get(number="4").is_active
    run = Run.objects.latest("pk")
    assert (run.state, run.source, run.asked_by, run.content) == ("applied", "command", None, None)
    assert audit.events(act="roster.applied").first().actor == "The portal"


def test_the_same_sheet_twice_changes_nothing(roster, sheet):
    out, err, raised = run_command(sheet(SHEET))
    assert out.splitlines() == [
        "0 added, 0 changed, 0 left, 4 unchanged.",
        "The roster is up to date.",
    ]
    assert (err, raised) == ("", None)


def test_a_dry_run_tells_the_same_and_writes_nothing(roster, sheet):
    before = (Run.objects.count(), audit.events().count(), Place.objects.count())
    nora = "9,Nora,New,nora@marlow.example,Depot,Driver,2,,,,\n"
    out, err, raised = run_command(sheet(without("4") + nora), "--dry-run")
    assert out.splitlines() == [
        "- 4 Val O’Neill",
        "+ 9 Nora New",
        "+ place Depot",
        "1 added, 0 changed, 1 left, 3 unchanged.",
        "Nothing was written (dry run).",
    ]
    assert (err, raised) == ("", None)
    assert (Run.objects.count(), audit.events().count(), Place.objects.count()) == before
    assert Person.objects.get(number="4").is_active
    assert not Person.objects.filter(number="9").exists()


def test_the_difference_is_written_for_a_script(roster, sheet, tmp_path):
    told = tmp_path / "difference.json"
    text = without("4").replace("Teacher,pat@", "Counselor,pat@")
    nora = "9,Nora,New,nora@marlow.example,Depot,Driver,2,,,,\n"
    run_command(sheet(text + nora), "--dry-run", "--json", told)
    assert json.loads(told.read_text(encoding="utf-8")) == {
        "added": ["9"],
        "changed": [{"number": "3", "columns": {"position": ["Teacher", "Counselor"]}}],
        "left": ["4"],
        "unchanged": 2,
        "new_places": ["Depot"],
        "problems": [],
    }


@pytest.mark.parametrize("dry", [[], ["--dry-run"]])
def test_faults_go_to_the_errors_with_row_and_column_and_nothing_is_written(
    roster, sheet, tmp_path, dry
):
    told = tmp_path / "difference.json"
    text = SHEET.replace("Volunteer,2,", "Volunteer,99,").replace("mia@", "ada@")
    before = (Run.objects.count(), audit.events().count())
    out, err, raised = run_command(sheet(text), "--json", told, *dry)
    assert [line.partition(":")[0] for line in err.splitlines()] == [
        "Row 4, column email",
        "Row 5, column supervisor",
    ]
    assert "Row" not in out
    assert str(raised).endswith("problems; nothing was written.")
    assert (Run.objects.count(), audit.events().count()) == before
    rows = [(each["row"], each["column"]) for each in json.loads(told.read_text())["problems"]]
    assert (4, "email") in rows


def test_of_several_files_each_fault_names_its_own(roster, sheet):
    head, *lines = SHEET.splitlines(keepends=True)
    first = sheet(head + "".join(lines[:2]), "office.csv")
    second = sheet(head + "".join(lines[2:]).replace("Volunteer,2,", "Volunteer,99,"), "school.csv")
    _out, err, raised = run_command(first, second)
    assert err.startswith("school.csv: Row 3, column supervisor:")
    assert str(raised) == "1 problems; nothing was written."


def test_many_leavers_are_stopped_and_let_go_by_their_number(roster, sheet):
    run_command(sheet(SHEET + MORE))
    half = sheet(SHEET)
    out, _err, raised = run_command(half)
    assert "10 people are not in the sheet and would leave; nothing was written." in str(raised)
    assert "--most-leaving 10" in str(raised)
    assert "10 left" in out
    assert Run.objects.latest("pk").state == "to_be_confirmed"
    assert Person.objects.filter(is_active=True).count() == 14
    _out, _err, raised = run_command(half, "--most-leaving", "9")
    assert "would leave" in str(raised)
    out, _err, raised = run_command(half, "--most-leaving", "10")
    assert raised is None
    assert Person.objects.filter(is_active=True).count() == 4


def test_what_is_no_sheet_is_refused_by_its_name(roster, tmp_path, sheet):
    _out, _err, raised = run_command(tmp_path / "nowhere.csv")
    assert str(raised) == f"{tmp_path / 'nowhere.csv'}: No such file or directory"
    _out, _err, raised = run_command(sheet(HEADING + "\n"))
    assert "problems; nothing was written" in str(raised)
    assert Person.objects.filter(is_active=True).count() == 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("text", "code"), [(SHEET, 0), (SHEET.replace("Pat,", ","), 1)])
def test_it_ends_with_a_code_for_scripts(sheet, text, code):
    answer = subprocess.run(
        [sys.executable, "manage.py", "import_roster", sheet(text), "--dry-run"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": os.environ["PORTAL_TEST_PORTAL_URL"]},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert answer.returncode == code, answer.stderr
    assert ("Row 3, column" in answer.stderr) is bool(code)
