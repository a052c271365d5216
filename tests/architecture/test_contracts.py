"""The import contracts name every part, and the lists of news are true."""

from __future__ import annotations

import configparser
import re

import pytest

from accounts import signals as people_signals
from approvals import signals as request_signals
from approvals.confirming import signals as confirming_signals
from approvals.registry import signals as registry_signals
from policies import signals as policy_signals
from tests.architecture.tree import ROOT

OUTSIDE = {"settings", "formats", "celery", "wsgi", "apps", "__init__"}


def test_every_part_of_the_portal_stands_in_a_layer():
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:layers"]["layers"]
    named = set(re.findall(r"district_portal\.(\w+)", layers))
    parts = {
        path.stem
        for path in (ROOT / "district_portal").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert parts - OUTSIDE == named


def test_the_page_about_the_architecture_names_every_part_and_every_signal():
    page = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    told = page.replace("{", ",").replace("}", ",")
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:layers"]["layers"]
    parts = set(re.findall(r"[\w.]+", layers)) - {"district_portal.urls"}
    nested = {
        path.parent.name
        for parent in ("accounts", "policies", "approvals")
        for path in (ROOT / parent).glob("*/apps.py")
    }
    signals = {
        name
        for path in ROOT.glob("[adp]*/**/signals.py")
        for name in re.findall(r"(?m)^(\w+) = Signal\(\)", path.read_text("utf-8"))
    }
    assert len(signals) > 10
    names = {part.rpartition(".")[2] for part in parts} | nested | signals
    assert [name for name in sorted(names) if not re.search(rf"[`/,]{name}[`,]", told)] == []


@pytest.mark.parametrize(
    "module",
    [people_signals, policy_signals, request_signals, confirming_signals, registry_signals],
)
def test_the_list_of_receivers_is_true(module):
    listed = set()
    for part, names in re.findall(r"([\w.]+\.receivers) \(([\w, ]+)\)", module.__doc__):
        listed |= {(part, name.strip()) for name in names.split(",")}
    connected = {
        (receiver.__module__, name)
        for name, signal in vars(module).items()
        if hasattr(signal, "receivers")
        for _, reference, *_ in signal.receivers
        if (receiver := reference()) is not None and ".receivers" in receiver.__module__
    }
    assert listed == connected
