"""What a district gets that sets nothing but what it must."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
ASKED = """
import json
from district_portal.settings import production as settings
print(json.dumps({name: getattr(settings, name) for name in dir(settings) if "HSTS" in name}))
"""


def hsts(**chosen):
    needed = {"SECRET_KEY": "only-for-this-test", "PATH": os.environ["PATH"]}
    run = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=PROJECT,
        env={**needed, **chosen},
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(run.stdout)


@pytest.mark.parametrize("name", ["SUBDOMAINS", "PRELOAD"])
def test_browsers_are_told_of_other_addresses_only_where_the_district_says_so(name):
    key = {"SUBDOMAINS": "SECURE_HSTS_INCLUDE_SUBDOMAINS", "PRELOAD": "SECURE_HSTS_PRELOAD"}[name]
    assert hsts()["SECURE_HSTS_SECONDS"] > 0
    assert hsts()[key] is False
    assert hsts(**{f"HSTS_{name}": "1"})[key] is True
