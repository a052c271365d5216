"""Files as districts send them, many faults at once: told exactly, guarded, whole, only once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection

from accounts.models import Person, Place, Posting
from accounts.roster import applying, confirming, discarding
from tests.accounts.roster.practice import District, Faults, break_some
from tests.accounts.roster.sheets import waiting
from tests.factories.district import set_up

OWN_OF_A_RUN = {"roster_run", "roster_row", "roster_change", "audit_event"}
"""What a sheet that comes, or is thrown away, leaves behind of itself."""
KINDS = ("added", "returned", "changed", "left", "place")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.thorough
def test_sheets_with_faults_of_practice(seed):
    live_through(District(seed), sheets=3)


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(100, 400))
def test_many_sheets_with_faults_of_practice(seed):
    live_through(District(seed), sheets=5)


def live_through(district: District, *, sheets: int) -> None:
    set_up()
    bea = Person.objects.enter(given_name="Bea", family_name="Okafor", email="bea@marlow.example")
    for turn in range(sheets + 1):
        if turn:
            district.live_on()
            a_month_passes()
            refuse(district)
        take_in(district, bea)


def refuse(district: District) -> None:
    """A faulty sheet is told fault by fault, in its rows, and leaves no trace of itself."""
    staff, more = district.staff, district.more
    faults = break_some(district, staff, more)
    file = district.write(staff, more, faults=faults)
    before = everything()
    run = waiting(file.content)
    told = sorted(run.changes.filter(kind="problem").values_list("row", "column"))
    expected = sorted((file.rows[at], column) for at, column in faults.told)
    assert told == ([file.cut] if file.cut else expected), problems(run)
    if file.cut or faults.unread:
        assert lines(run) == {}
    else:
        meant = [
            replace(one, supervisor=faults.bosses.get(at, one.supervisor))
            for at, one in enumerate(staff)
        ]
        assert lines(run) == district.expect(meant, more, file.said).lines
    if told:
        with pytest.raises(applying.ProblemsError):
            applying.apply(run, by=None)
    discarding.discard(run, by=None)
    assert everything() == before


def take_in(district: District, second: Person) -> None:
    """A sheet is previewed, held back where many leave, applied as told, and only once."""
    staff, more = district.staff, district.more
    file = district.write(staff, more, faults=Faults())
    expected = district.expect(staff, more, file.said)
    run = waiting(file.content)
    assert problems(run) == []
    assert lines(run) == expected.lines
    figures = {kind: len(expected.of(kind)) for kind in KINDS}
    assert figures_of(run) == figures
    known = figures["added"] + figures["returned"] + figures["changed"]
    assert run.unchanged == len(staff) - known
    held = district.too_many(expected)
    before = everything()
    run = applying.apply(run, by=None)
    assert run.state == ("to_be_confirmed" if held else "applied")
    if held:
        assert everything() == before
        run = confirming.confirm(run, by=second)
        assert run.state == "applied"
    district.take_in(staff, more, file.said, confirmed=held)
    compare(district)
    after = everything()
    again = waiting(file.content)
    assert (lines(again), problems(again), again.unchanged) == ({}, [], len(staff))
    assert applying.apply(again, by=None).state == "applied"
    assert everything() == after


def lines(run) -> dict:
    changes = run.changes.exclude(kind="problem")
    found = {(each.kind, each.number or each.name): (each.before, each.after) for each in changes}
    assert len(found) == len(changes)
    return found


def problems(run) -> list:
    return list(run.changes.filter(kind="problem").values_list("row", "column", "message"))


def figures_of(run) -> dict[str, int]:
    return {kind: getattr(run, "new_places" if kind == "place" else kind) for kind in KINDS}


def compare(district: District) -> None:
    """Every person of the roster as the tables have them, and as they should be."""
    people = Person.objects.exclude(number=None)
    assert {
        one.number: (one.given_name, one.family_name, one.email or "", one.is_active)
        for one in people
    } == {
        number: (held.first_name, held.last_name, held.email, held.active)
        for number, held in district.people.items()
    }
    held = Posting.objects.current().filter(person__is_active=True)
    found: dict[str, list] = {}
    for each in held.select_related("person", "place", "supervisor"):
        boss = each.supervisor.number if each.supervisor else ""
        leave = "yes" if each.on_leave else "no"
        where = (each.primary, each.place.name, each.position, boss, each.kind, leave)
        found.setdefault(each.person.number, []).append(where)
    assert {number: sorted(rows) for number, rows in found.items()} == {
        number: sorted(
            [
                (True, one.place, one.position, one.supervisor, one.kind, one.on_leave),
                *((False, *where, *rest) for where, rest in one.further.items()),
            ]
        )
        for number, one in district.people.items()
        if one.active
    }
    assert set(Place.objects.values_list("name", flat=True)) == district.places
    heads = Place.objects.exclude(head=None).values_list("name", "head__number")
    assert dict(heads) == district.heads


def a_month_passes() -> None:
    """What has ended moves first, so that nothing overlaps meanwhile."""
    month = dt.timedelta(days=30)
    for row in Posting.objects.order_by("since", "pk"):
        row.since -= month
        row.until = row.until and row.until - month
        row.save()


def everything() -> dict[str, str]:
    """A hash of every table, but for those in which a run notes that it came."""
    tables = sorted(set(connection.introspection.table_names()) - OWN_OF_A_RUN)
    each = " UNION ALL ".join(
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
        f' FROM "{table}" t'
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(each)
        return dict(cursor.fetchall())
