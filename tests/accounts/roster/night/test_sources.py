"""Where the sheet of a night comes from, and what is not followed, waited for or taken."""

import os
import time

import pytest

from accounts.roster.night import sources
from accounts.roster.night.sources import NotYetError, SourceError, fetch
from tests.factories import oneroster, sheets
from tests.factories.oneroster import Member

SHEET = sheets.csv_of(sheets.staff(20))
LOU = Member("u1", "Lou", "Berg", "8", "lou@marlow.example")


def lay(folder, name, content=SHEET, *, age=3_600):
    path = folder / name
    path.write_bytes(content)
    then = time.time() - age
    os.utime(path, (then, then))
    return path


def test_the_newest_sheet_of_a_folder_is_taken(tmp_path):
    lay(tmp_path, "old.csv", b"old", age=9_000)
    lay(tmp_path, "new.XLSX", b"new", age=3_600)
    lay(tmp_path, "newer.log", b"log", age=900)
    lay(tmp_path, "~$new.xlsx", b"lock", age=900)
    lay(tmp_path, ".hidden.csv", b"hidden", age=900)
    assert fetch(str(tmp_path)).name == "new.XLSX"


def test_the_newest_that_fits_a_pattern_or_a_file_by_name(tmp_path):
    lay(tmp_path, "staff-1.csv", b"1", age=9_000)
    lay(tmp_path, "staff-2.csv", b"2", age=3_600)
    lay(tmp_path, "pupils.csv", b"3", age=900)
    assert fetch(str(tmp_path / "staff-*.csv")).content == b"2"
    assert fetch(str(tmp_path / "staff-1.csv")).content == b"1"


def test_a_file_that_is_still_being_written_is_waited_for(tmp_path):
    lay(tmp_path, "staff.csv", age=5)
    with pytest.raises(NotYetError):
        fetch(str(tmp_path))


@pytest.mark.parametrize("name", ["nowhere", "nowhere/*.csv", "*.csv", ""])
def test_nothing_there_is_said(tmp_path, name):
    with pytest.raises(SourceError, match="There is no"):
        fetch(str(tmp_path / name))


@pytest.mark.django_db
def test_oneroster_comes_as_a_zip_or_as_files_without_its_secrets(tmp_path):
    folder = tmp_path / "export"
    folder.mkdir()
    oneroster.unpacked(folder, [LOU])
    for path in folder.iterdir():
        os.utime(path, (1, 1))
    lay(tmp_path, "export.zip", oneroster.zipped([LOU]))
    for source in (folder, tmp_path / "export.zip"):
        fetched = fetch(str(source))
        assert fetched.is_oneroster
        assert b"demographics" not in fetched.content
    assert fetch(str(folder)).content == fetch(str(tmp_path / "export.zip")).content


def test_an_address_is_asked_with_the_token(server):
    url = server.gives(SHEET)
    fetched = fetch(url, token="t0ken")
    assert (fetched.name, fetched.content) == ("staff.csv", SHEET)
    assert server.asked == [("/staff.csv", "Bearer t0ken")]
    fetch(url)
    assert server.asked[-1] == ("/staff.csv", "")


def test_the_name_is_the_one_that_the_server_gives(server):
    url = server.gives(SHEET, Content_Disposition='attachment; filename="../HR staff.csv"')
    assert fetch(url).name == "HR staff.csv"


def test_redirects_are_followed_on_the_same_host_only(server):
    server.gives(SHEET)
    assert fetch(server.leads("/moved", "/staff.csv"), token="t").content == SHEET
    for elsewhere in (
        server.url(host="127.0.0.1"),
        f"http://localhost:{server.port}/staff.csv",
        "https://localhost:1/staff.csv",
    ):
        asked = len(server.asked)
        with pytest.raises(SourceError, match="another host"):
            fetch(server.leads("/away", elsewhere), token="t")
        assert len(server.asked) == asked + 1
    for nowhere in ("/nowhere", "file:///etc/passwd"):
        with pytest.raises(SourceError, match="answered 302"):
            fetch(server.leads("/nowhere", nowhere))


@pytest.mark.parametrize("address", ["http://localhost/staff.csv", "ftp://localhost/staff.csv"])
def test_only_https_is_asked(address):
    with pytest.raises(SourceError, match="must begin with https"):
        fetch(address)


@pytest.mark.parametrize("status", [401, 404, 500])
def test_what_the_server_refuses_is_told(server, status):
    with pytest.raises(SourceError, match=f"answered {status}"):
        fetch(server.gives(b"", status=status))


def test_a_certificate_that_nobody_trusts_is_refused(server, monkeypatch):
    url = server.gives(SHEET)
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(SourceError, match="can’t be reached"):
        fetch(url)
    assert server.asked == []


def test_what_is_too_large_slow_silent_or_cut_off_is_refused(server, monkeypatch):
    monkeypatch.setattr(sources, "MOST_BYTES", 1_000)
    with pytest.raises(SourceError, match="larger than"):
        fetch(server.gives(b"x" * 1_001))
    whole = server.gives(b"x" * 900)
    server.answers["/staff.csv"][1]["Content-Length"] = "950"
    with pytest.raises(SourceError, match=r"broke off|can’t be reached"):
        fetch(whole)
    server.gives(b"x")
    monkeypatch.setattr(sources, "LONGEST", -1)
    with pytest.raises(SourceError, match="too slowly"):
        fetch(whole)
    monkeypatch.setattr(sources, "PATIENCE", 0.2)
    server.pause = 1
    with pytest.raises(SourceError, match="did not answer in time"):
        fetch(whole)


def test_a_server_that_is_away_is_told():
    with pytest.raises(SourceError, match="can’t be reached"):
        fetch("https://localhost:1/staff.csv")
