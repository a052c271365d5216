"""What is stored of a OneRoster export: staff and places, nothing else."""

import datetime as dt
import io
import zipfile

import pytest

from accounts.roster.oneroster.distilling import distil
from accounts.roster.oneroster.package import open_zip
from accounts.roster.oneroster.places import read_places
from accounts.roster.oneroster.staff import read_staff
from accounts.roster.reading.table import UnreadableSheetError
from tests.factories import oneroster
from tests.factories.oneroster import Member

ON = dt.date(2026, 11, 2)
STAFF = [
    Member("u1", "Lou", "Berg", "8", "lou@marlow.example"),
    Member("u0", "Piotr", "Parent", "", "", (("parent", "s1"),)),
    Member("u2", "Pat", "Novak", "7", "", (("principal", "s1"), ("parent", "s1"))),
    Member("u3", "Sid", "Senior", "5", "", (("aide", "s1"), ("student", "s1"))),
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_no_secret_is_left(version):
    kept = zipfile.ZipFile(io.BytesIO(distil(oneroster.zipped(STAFF, version=version))))
    text = "".join(kept.read(name).decode() for name in kept.namelist())
    assert "Berg" in text
    gone = (*oneroster.SECRETS, "Piotr", "Gwen", "Petra", "password", "sms", "pronouns")
    assert not [secret for secret in gone if secret in text]
    assert ("Sid" in text) == (version == "1.1")  # which says that Sid is an aide, and no more


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("misspelt", [False, True])
def test_what_is_left_says_the_same(version, misspelt):
    content = oneroster.zipped(STAFF, version=version, misspelt=misspelt)
    whole, kept = open_zip(content), open_zip(distil(content))
    assert read_staff(kept, [], on=ON) == read_staff(whole, [], on=ON)
    assert read_places(kept, []) == read_places(whole, [])


def test_the_same_people_make_the_same_bytes():
    assert distil(oneroster.zipped(STAFF)) == distil(oneroster.zipped(STAFF, folder="again/"))


def test_what_cannot_be_read_is_told_with_its_row():
    files = {"users.csv": 'sourcedId,role\r\nu1,teacher\r\nu2,"tea', "orgs.csv": "sourcedId\r\n"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    with pytest.raises(UnreadableSheetError, match="users") as told:
        distil(out.getvalue())
    assert told.value.row == 3
