"""Pins are exact, and each package that we chose has its line of reasons."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^([A-Za-z0-9._-]+)(\[[\w,]+\])?==[\w.!+]+( ;.*)?$")


def _pins(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    lines = [line.split("  #")[0].strip() for line in text.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def _direct(name: str) -> list[str]:
    """What stands above the line that begins the packages which others bring."""
    text = (ROOT / name).read_text(encoding="utf-8")
    chosen = re.split(r"(?m)^# --- needed by those$", text)[0]
    lines = [line.split("  #")[0].strip() for line in chosen.splitlines()]
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


@pytest.mark.parametrize("name", FILES)
def test_every_pin_is_exact(name):
    assert [line for line in _pins(name) if not PIN.match(line)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_package_that_we_chose_has_its_reasons(name):
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    chosen = [PIN.match(line)[1].lower() for line in _direct(name)]
    assert chosen
    assert [package for package in chosen if f"`{package}`" not in told] == []
