"""A known vulnerability stops the work; that nobody can be asked does not."""

from __future__ import annotations

import subprocess

import pytest

from tests.architecture import vulnerable

SOUND = {"name": "django", "version": "5.2.19", "vulns": []}
UNKNOWN = {"name": "celery", "skip_reason": "Dependency not found on PyPI"}
FLAW = {"id": "PYSEC-2026-1", "fix_versions": ["6.1.4"], "aliases": [], "description": ""}
GUILTY = {"name": "lxml", "version": "6.1.3", "vulns": [FLAW, {**FLAW, "fix_versions": []}]}


@pytest.mark.parametrize(
    ("packages", "is_well", "said"),
    [
        ([SOUND], True, "none in 1 packages."),
        ([SOUND, UNKNOWN], True, "none in 1 packages, and nothing was found out of 1"),
        ([UNKNOWN], True, "nobody could be asked"),
        ([SOUND, GUILTY], False, "lxml 6.1.3: PYSEC-2026-1 (mended in 6.1.4)"),
        ([GUILTY], False, "(mended in no release yet)"),
    ],
)
def test_only_a_known_vulnerability_stops_the_work(packages, is_well, said):
    judged, words = vulnerable.judge({"dependencies": packages})
    assert judged is is_well
    assert said in words


@pytest.mark.parametrize("end", ["", "no connection", TimeoutError])
def test_where_nobody_answers_it_says_so_and_passes(monkeypatch, capsys, end):
    def run(command, **kwargs):
        assert [str(part).rpartition("/")[2] for part in command[-3::2]] == list(vulnerable.FILES)
        if end is TimeoutError:
            raise subprocess.TimeoutExpired(command, vulnerable.PATIENCE)
        return subprocess.CompletedProcess(command, 1, stdout=end, stderr="ConnectionError")

    monkeypatch.setattr(vulnerable.subprocess, "run", run)
    assert vulnerable.main() == 0
    assert "nobody could be asked" in capsys.readouterr().out
