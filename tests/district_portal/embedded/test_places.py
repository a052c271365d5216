"""Where the portal keeps things, as root and as anybody else."""

import os

import pytest

from district_portal.embedded import places
from district_portal.embedded.places import PlaceError, Places, find_places, make_places


@pytest.fixture
def as_root(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "am_root", lambda: True)
    monkeypatch.setattr(places, "SYSTEM_STATE", tmp_path / "state")


def test_an_ordinary_user_has_all_data_in_var(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "am_root", lambda: False)
    found = find_places({"PORTAL_VAR": str(tmp_path / "var")})
    assert found.var == found.data == tmp_path / "var"
    assert not found.data_is_elsewhere


def test_root_in_an_open_folder_has_it_there_too(as_root, folder):
    assert not find_places({"PORTAL_VAR": str(folder / "var")}).data_is_elsewhere


def test_root_under_a_closed_home_has_it_in_the_systems_state_folder(as_root, folder):
    folder.chmod(0o700)
    found = find_places({"PORTAL_VAR": str(folder / "var")})
    assert found.data.parent == places.SYSTEM_STATE
    assert found.data.name.startswith("a b-")
    assert found.data_is_elsewhere


def test_data_that_is_there_is_found_again_when_the_folder_is_opened_or_closed(as_root, folder):
    folder.chmod(0o700)
    elsewhere = find_places({"PORTAL_VAR": str(folder / "var")}).data
    (elsewhere / "postgres").mkdir(parents=True)
    folder.chmod(0o711)
    assert find_places({"PORTAL_VAR": str(folder / "var")}).data == elsewhere


def test_two_folders_never_share_sockets(tmp_path):
    here, there = (find_places({"PORTAL_VAR": str(tmp_path / name)}) for name in ("a", "b"))
    assert here.sockets != there.sockets


def test_socket_paths_stay_short_however_deep_the_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(places.tempfile, "gettempdir", lambda: str(tmp_path / ("t" * 80)))
    deep = tmp_path.joinpath(*["folder with a long name"] * 10)
    found = find_places({"PORTAL_VAR": str(deep)})
    assert len(os.fsencode(found.sockets / "postgres" / ".s.PGSQL.5432.lock")) < 100


def test_a_socket_folder_of_somebody_else_is_refused(folder):
    (folder / "theirs").mkdir()
    (folder / "sockets").symlink_to(folder / "theirs")
    with pytest.raises(PlaceError, match="somebody else"):
        make_places(Places(folder / "var", folder / "var", folder / "sockets"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_can_not_be_written_is_told_in_one_sentence(folder):
    folder.chmod(0o500)
    with pytest.raises(PlaceError, match="can't be written"):
        make_places(Places(folder / "var", folder / "var", folder / "sockets"))
    folder.chmod(0o700)
