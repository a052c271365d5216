"""`make bench` runs every figure there is."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import dashboard, district
from benchmarks.__main__ import measuring
from benchmarks.filling import hire
from policies.acknowledgments import counting
from policies.acknowledgments.models import Assignment
from tests.factories.acknowledgments import required
from tests.factories.policies import published

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


@pytest.mark.django_db
def test_the_district_of_the_figures_is_one_that_the_portal_knows():
    hire(8, schools=2)
    required(published("529", "Staff Use of Social Media"))
    assert Assignment.objects.open().count() == 8
    assert {name for name, ask in district.questions().items() if ask()} == {*district.BELOW_MS}
    district.sign(1)
    assert not Assignment.objects.open().exists()
    assert not district.questions()["what I must sign"]()


@pytest.mark.django_db
def test_each_look_at_the_dashboard_finds_the_people_it_is_about():
    hire(8, schools=2)
    counting.enroll()
    required(published("529", "Staff Use of Social Media"))
    found = {name: look().standing.total.wanted for name, look in dashboard.looks().items()}
    assert list(found) == list(dashboard.LOOKS)
    assert list(found.values()) == [8, 8, 4, 3]
