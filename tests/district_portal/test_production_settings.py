"""What a district gets that sets nothing but what it must."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
KEY = "3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs="
ASKED = """
import json
from district_portal.settings import production as settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if "HSTS" in name}))
"""


def hsts(**chosen):
    run = start(**{"CONCERN_KEYS": KEY, **chosen})
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def start(**chosen):
    needed = {"SECRET_KEY": "only-for-this-test", "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=PROJECT,
        env={**needed, **chosen},
        check=False,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("name", ["SUBDOMAINS", "PRELOAD"])
def test_browsers_are_told_of_other_addresses_only_where_the_district_says_so(name):
    key = {"SUBDOMAINS": "SECURE_HSTS_INCLUDE_SUBDOMAINS", "PRELOAD": "SECURE_HSTS_PRELOAD"}[name]
    assert hsts()["SECURE_HSTS_SECONDS"] > 0
    assert hsts()[key] is False
    assert hsts(**{f"HSTS_{name}": "1"})[key] is True


@pytest.mark.parametrize("key", ["", "change-me", "A" * 43 + "=", "00000000", "é", f"{KEY},x"])
def test_without_a_key_for_concerns_that_is_one_the_portal_does_not_start(key):
    run = start(CONCERN_KEYS=key)
    assert run.returncode != 0
    assert "CONCERN_KEYS" in run.stderr
    assert KEY not in run.stderr


def test_the_keys_of_concerns_come_from_a_file_as_well(tmp_path):
    file = tmp_path / "keys"
    file.write_text(f"# the newest first\n{KEY}\n\n{KEY}\n")
    assert start(CONCERN_KEYS_FILE=str(file)).returncode == 0
    run = start(CONCERN_KEYS_FILE=str(tmp_path / "none"))
    assert "CONCERN_KEYS_FILE" in run.stderr
