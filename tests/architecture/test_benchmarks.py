"""`make bench` runs every figure there is."""

import subprocess
import sys
from pathlib import Path

from benchmarks.__main__ import measuring

ROOT = Path(__file__).parents[2]


def test_every_module_that_prints_figures_is_run():
    printing = {
        module.stem
        for module in (ROOT / "benchmarks").glob("*.py")
        if "json.dumps(figure" in module.read_text("utf-8")
    }
    assert set(measuring()) == printing


def test_a_name_that_measures_nothing_is_told():
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks", "weather"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "weather" in ran.stdout
    assert "redline" in ran.stdout


def test_every_module_that_measures_can_be_started_by_itself():
    names = ", ".join(f"benchmarks.{name}" for name in measuring())
    ran = subprocess.run(
        [sys.executable, "-c", f"import {names}"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
