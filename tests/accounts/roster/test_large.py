"""The sheets of `benchmarks/roster.py`, small enough for every day."""

from __future__ import annotations

from accounts.models import Person, Posting
from accounts.roster import undoing
from benchmarks.roster import sheet
from district_portal import audit
from tests.accounts.roster.sheets import applied
from tests.factories.district import set_up

ROWS = 1_200
"""Enough to go the way of large sheets."""


def test_a_district_comes_changes_overnight_and_then_stands_still(db):
    set_up()
    first = applied(sheet(ROWS))
    assert (first.state, first.added, first.left) == ("applied", ROWS, 0)
    assert audit.events(act="people.hired").count() == ROWS
    night = applied(sheet(ROWS, changed=0.03))
    assert night.state == "applied"
    assert night.added == night.left > 0
    assert night.changed > night.left
    assert night.unchanged == ROWS - night.added - night.changed
    assert Person.objects.filter(is_active=True).count() == ROWS
    assert Posting.objects.current().filter(person__is_active=True).count() == ROWS
    again = applied(sheet(ROWS, changed=0.03))
    assert not again.differs
    assert not again.traces.exists()


def test_a_large_run_is_undone_as_a_whole(db):
    set_up()
    applied(sheet(ROWS))
    before = list(Posting.objects.order_by("pk").values())
    run = applied(sheet(ROWS, changed=0.03))
    assert not undoing.changed_since(run).exists()
    undoing.undo(run, by=None)
    assert list(Posting.objects.order_by("pk").values()) == before
    assert Person.objects.filter(is_active=True).count() == ROWS
