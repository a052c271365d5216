import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from district_portal import audit
from district_portal.audit.verifying import verify

WORDS = 'Ünïcode ✓ "quoted" \\ back\nline\ttab \x7f and \x1f control'


def alter(sql, *arguments):
    """Change a frozen row as only a superuser could, with every trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
        cursor.execute(sql, arguments)
        cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")


def test_an_event_tells_who_what_whom_and_what_changed(cast):
    audit.record(
        "people.renamed", by=cast.hana, on=cast.lou, person=cast.lou, place=cast.northside,
        before={"name": "Lu"}, after={"name": "Lou", "on": dt.date(2026, 1, 2)},
    )  # fmt: skip
    event = audit.events(act="people.renamed").get()
    assert (event.actor, event.person, event.place) == ("Hana Sato", "Lou Berg", "Northside School")
    assert event.after == {"name": "Lou", "on": "2026-01-02"}
    assert abs(event.recorded_at - timezone.now()) < dt.timedelta(minutes=1)


def test_every_hash_is_recomputed_outside_the_database(cast):
    for text in (WORDS, "", "plain"):
        audit.record("x.y", by=None, before={"t": text}, after={"n": 1.5, "l": [1, None, True]})
    report = verify()
    assert report.events >= 3
    assert report.findings == []


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'Somebody else'",
        "act = 'x.z'",
        "at = at + interval '1 microsecond'",
        "recorded_at = recorded_at - interval '1 day'",
        "after = '{\"n\": 2}'",
        "person_id = 7",
        "object = 'another'",
    ],
)
def test_any_altered_column_is_found(cast, change):
    audit.record("x.y", by=cast.ada, after={"n": 1})
    event = audit.events(act="x.y").get()
    alter(f"UPDATE audit_event SET {change} WHERE id = %s", event.pk)
    assert [finding.event_id for finding in verify().findings] == [event.pk]


def test_two_events_that_changed_places_are_found(cast):
    audit.record("x.one", by=None)
    audit.record("x.two", by=None)
    first, second = audit.events(act__startswith="x.").order_by("pk")
    alter("UPDATE audit_event SET id = -1 WHERE id = %s", first.pk)
    alter("UPDATE audit_event SET id = %s WHERE id = %s", first.pk, second.pk)
    alter("UPDATE audit_event SET id = %s WHERE id = -1", second.pk)
    assert len(verify().findings) == 2


def test_the_command_says_so_and_fails(cast):
    audit.record("x.y", by=None)
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert "every hash matches" in out.getvalue()
    alter("UPDATE audit_event SET act = 'x.q' WHERE act = 'x.y'")
    with pytest.raises(CommandError, match="1 of"):
        call_command("verify_audit", stderr=StringIO())


def test_nothing_is_recorded_when_the_act_is_taken_back(cast):
    with transaction.atomic():
        audit.record("x.y", by=None)
        transaction.set_rollback(True)
    assert not audit.events(act="x.y").exists()


@pytest.mark.parametrize(
    "told",
    [
        {"person": "lou"},
        {"place": "northside"},
        {"after": {"kind": "conduct"}},
        {"before": {"read": True}},
    ],
)
def test_a_confidential_act_tells_nothing_but_who_when_and_which(cast, told):
    named = {key: getattr(cast, value) if isinstance(value, str) else value
             for key, value in told.items()}  # fmt: skip
    with pytest.raises(ValueError, match="nothing but who acted"):
        audit.record("concerns.read", by=cast.pat, on=cast.lou, **named)
    with pytest.raises(ValueError, match="one by one"):
        audit.record_each("concerns.read", by=None, each="SELECT 1", parameters={})


def test_who_looks_through_the_trail_does_not_come_upon_confidential_acts(cast):
    audit.record("concerns.read", by=cast.pat, on=cast.northside, after={"level": 2})
    assert not audit.events(actor_id=cast.pat.pk)
    assert audit.history(cast.northside).get().act == "concerns.read"
    assert verify().findings == []
