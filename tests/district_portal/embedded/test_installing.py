"""The first step on a bare machine, and the pins it installs."""

import re
import sys

import pytest

from district_portal.embedded import installing
from district_portal.embedded.places import PROJECT

PIN = re.compile(
    r"[a-z0-9.-]+(\[[a-z,]+\])?==[0-9][0-9a-z.]*( ; python_full_version < '3\.11\.3')?"
)


@pytest.fixture
def calls(monkeypatch):
    made = []

    class Done:
        returncode = 0

    def run(command, **_):
        made.append([str(word) for word in command])
        return Done()

    monkeypatch.setattr(installing.subprocess, "run", run)
    return made


@pytest.fixture
def pins(tmp_path):
    (tmp_path / ".venv").mkdir()
    file = tmp_path / "requirements.txt"
    file.write_text("django==5.2.19\n")
    return file


def installs(calls):
    return [call for call in calls if "install" in call]


def test_it_installs_once_and_again_when_a_pin_changes(calls, pins, tmp_path):
    venv = tmp_path / ".venv"
    installing.install(pins, venv=venv)
    installing.install(pins, venv=venv)
    assert len(installs(calls)) == 1
    pins.write_text("django==5.2.20\n")
    installing.install(pins, venv=venv)
    assert len(installs(calls)) == 2


def test_a_change_in_an_included_file_counts(calls, pins, tmp_path):
    more = tmp_path / "requirements-dev.txt"
    more.write_text("-r requirements.txt\npytest==9.2.0\n")
    installing.install(more, venv=tmp_path / ".venv")
    pins.write_text("django==5.2.20\n")
    installing.install(more, venv=tmp_path / ".venv")
    assert len(installs(calls)) == 2


def test_nothing_is_built_from_source_and_no_mirror_is_overruled(calls, pins, tmp_path):
    installing.install(pins, venv=tmp_path / ".venv")
    (command,) = installs(calls)
    assert command[command.index("--only-binary") + 1] == ":all:"
    assert not {"--index-url", "-i", "--isolated", "--no-index"} & set(command)


def test_without_any_way_to_make_a_venv_it_says_how_to_mend_it(monkeypatch, pins, tmp_path):
    monkeypatch.setattr(installing.importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(installing.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit, match="python3-venv"):
        installing.install(pins, venv=tmp_path / "none")


def test_a_python_that_is_too_old_is_told(monkeypatch, pins, tmp_path):
    monkeypatch.setattr(sys, "version_info", (3, 9, 0))
    with pytest.raises(SystemExit, match=r"3\.11"):
        installing.install(pins, venv=tmp_path / "none")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_exactly(name):
    lines = (PROJECT / name).read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert pins
    assert [line for line in pins if not PIN.fullmatch(line)] == []


def test_no_package_is_pinned_twice():
    lines = "\n".join(
        (PROJECT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt")
    )
    names = re.findall(r"^([a-z0-9.-]+)(?:\[.*\])?==", lines, flags=re.MULTILINE)
    assert len(names) == len(set(names))
