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
