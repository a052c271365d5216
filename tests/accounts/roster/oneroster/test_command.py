"""OneRoster by command, and a run that grew old while it waited."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person
from accounts.roster import applying
from accounts.roster.bringing import look_again
from accounts.roster.models import Run
from tests.accounts.roster.oneroster.test_supplementing import NORA, VAL, waiting
from tests.accounts.roster.sheets import SHEET, applied, pairs
from tests.factories import oneroster


def run_command(*arguments):
    out = StringIO()
    call_command("import_roster", *map(str, arguments), stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.parametrize("is_folder", [False, True])
def test_a_zip_or_a_folder_is_brought_in(roster, tmp_path, is_folder):
    source = tmp_path / "export"
    if is_folder:
        source.mkdir()
        oneroster.unpacked(source, [NORA])
    else:
        source.write_bytes(oneroster.zipped([NORA]))
    told = run_command(source)
    assert "1 added, 0 changed, 0 left" in told
    assert Person.objects.get(number="77").posting.position == "Aide"
    assert Run.objects.order_by("pk").last().kind == Run.Kind.ONEROSTER


def test_it_comes_alone_and_whole(roster, tmp_path):
    package, sheet = tmp_path / "export.zip", tmp_path / "hr.csv"
    package.write_bytes(oneroster.zipped([NORA]))
    sheet.write_text(SHEET)
    with pytest.raises(CommandError, match="by itself"):
        run_command(package, sheet)
    folder = tmp_path / "empty"
    folder.mkdir()
    with pytest.raises(CommandError, match=r"There is no orgs\.csv"):
        run_command(folder)
    assert Person.objects.count() == 4


@pytest.mark.parametrize("act", [look_again, lambda run: applying.apply(run, by=None)])
def test_what_hr_has_changed_meanwhile_is_not_taken_back(roster, act):
    run = waiting([VAL])
    applied(SHEET.replace("Volunteer,2", "Reader,2"))
    run = act(run)
    assert run.state == Run.State.WAITING
    assert pairs(run, "4") == {"email": ("", "val@marlow.example")}
    applying.apply(run, by=None)
    val = Person.objects.get(number="4")
    assert (val.email, val.posting.position) == ("val@marlow.example", "Reader")
