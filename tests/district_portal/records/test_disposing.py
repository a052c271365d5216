"""The disposal run: whole or not at all, as a role of its own, and with a tombstone for ever."""

from __future__ import annotations

import hashlib
import json
from io import StringIO
from unittest import mock

import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from approvals.models import Attestation, Decision, Request, Step, Submission
from approvals.registry.models import Account, Entry
from district_portal.audit import events, sealing
from district_portal.audit.verifying import verify
from district_portal.records import confirming, disposing, holding, removing
from district_portal.records.connecting import as_disposal
from district_portal.records.kinds import named
from district_portal.records.models import Spared, Tombstone
from tests.factories import approvals as requests
from tests.factories import records as factory
from tests.freezing.portal_role import as_portal_role
from tests.standing import standing

pytestmark = pytest.mark.django_db(transaction=True)


@standing
def request_(cast):
    requests.enter_presets()
    return factory.ready(cast)


def confirmed(*records, cast):
    run = factory.proposed(*records, by=cast.ada)
    confirming.confirm(run, by=cast.tom)
    return run


def carried_out(**options):
    said = StringIO()
    call_command("dispose_records", stdout=said, **options)
    return said.getvalue()


def test_a_record_leaves_whole_and_its_tombstone_stays(cast, request_):
    number = request_.pk
    confirmed(request_, cast=cast)
    sealing.seal_all()
    assert f"Request {request_.number}: would go" in carried_out(dry_run=True)
    assert Request.objects.filter(pk=number).exists()
    assert f"Request {request_.number}: gone" in carried_out()
    assert not Request.objects.filter(pk=number).exists()
    for model in (Submission, Step, Decision, Attestation):
        assert not model.objects.exists(), model
    stone = Tombstone.objects.get()
    assert (stone.kind, stone.record, stone.code) == ("request", number, "SM-2")
    assert str(stone) == f"Request {request_.number}"
    assert (stone.proposed_by, stone.confirmed_by) == (cast.ada, cast.tom)
    assert stone.tables["approvals_submission"] == 1
    assert "0 gone, 0 stay." in carried_out()
    [event] = events(act="records.disposed")
    assert event.after["digest"] == stone.digest
    sealing.seal_all()
    report = verify()
    assert (report.unsealed, report.findings) == (0, [])


def test_what_is_stopped_stays_and_can_be_proposed_anew(cast, request_):
    run = confirmed(request_, cast=cast)
    stopped = confirming.stop(run, reason="The library asks.", by=cast.tom)
    assert confirming.stop(run, reason="The library asks.", by=cast.tom) == stopped
    assert "0 gone, 0 stay." in carried_out()
    again = confirmed(request_, cast=cast)
    assert again != run
    assert "1 gone, 0 stay." in carried_out()
    with pytest.raises(confirming.VerdictError, match="nothing to stop"):
        confirming.stop(again, reason="Too late.", by=cast.tom)


def test_what_was_listed_to_go_stays_when_it_is_stopped_meanwhile(cast, request_, monkeypatch):
    run = confirmed(request_, cast=cast)
    rows = disposing.to_carry_out()
    confirming.stop(run, reason="The library asks.", by=cast.ada)
    monkeypatch.setattr(disposing, "to_carry_out", lambda: rows)
    assert "stays (Its disposal was stopped)" in carried_out()


def test_what_one_command_spared_another_that_looked_before_does_not_dispose_of(cast, request_):
    confirmed(request_, cast=cast)
    hold = factory.held(by=cast.ada, on="record", kind="request", record=request_.pk)
    with as_disposal():
        [looked, *_] = disposing.to_carry_out()
    carried_out()
    holding.lift(hold, reason="Settled.", by=cast.ada)
    with mock.patch.object(disposing, "to_carry_out", return_value=[looked]):
        assert "stays" in carried_out()
    assert (Spared.objects.count(), Tombstone.objects.count()) == (1, 0)


def test_the_database_lets_no_spared_record_have_a_tombstone(cast, request_):
    run = confirmed(request_, cast=cast)
    item = run.records.get()
    Spared.objects.create(item=item, gates=["-"], spared_at=run.proposed_at)
    with pytest.raises(IntegrityError, match="spared_or_gone"):
        Tombstone.objects.create(
            item=item,
            kind=item.kind,
            record=item.record,
            name=item.name,
            digest="0",
            tables={},
            code=item.code,
            schedule=run.schedule,
            proposed_by=cast.ada,
            confirmed_by=cast.tom,
            disposed_at=run.proposed_at,
        )


def test_its_digest_can_be_computed_by_anyone(cast, request_):
    lines = []
    with connection.cursor() as cursor:
        for table, column in (
            ("approvals_attestation", "submission_id"),
            ("approvals_decision", "step_id"),
            ("approvals_seat", "step_id"),
            ("approvals_step", "submission_id"),
            ("approvals_submission", "request_id"),
            ("approvals_request", "id"),
        ):
            assert column
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t ORDER BY id")
            lines += [f"{table}\t{row}\n" for (row,) in cursor.fetchall()]
    assert json.loads(lines[-1].partition("\t")[2])["id"] == request_.pk
    confirmed(request_, cast=cast)
    carried_out()
    expected = hashlib.sha256("".join(lines).encode()).hexdigest()
    assert Tombstone.objects.get().digest == expected


def test_an_account_leaves_with_its_history_and_then_its_request(cast, request_):
    account = factory.closed_account(
        cast.lou, deciders=[cast.pat, cast.ada], manager=cast.val, place=cast.northside
    )
    asked = account.request
    factory.archived("account", account.pk, by=cast.tom)
    factory.archived("request", asked.pk, by=cast.tom)
    confirmed(account, cast=cast)
    carried_out()
    assert not Account.objects.exists()
    assert not Entry.objects.exists()
    confirmed(asked, request_, cast=cast)
    assert "2 gone, 0 stay." in carried_out()
    assert not Request.objects.exists()
    assert Tombstone.objects.count() == 3


def test_a_gate_that_shut_meanwhile_keeps_it(cast, request_):
    confirmed(request_, cast=cast)
    factory.held(by=cast.ada, on="person", person=cast.lou)
    assert "stays (It has to stay for now)" in carried_out()
    assert Request.objects.filter(pk=request_.pk).exists()
    assert Spared.objects.get().gates == ["It has to stay for now"]
    assert "0 gone, 0 stay." in carried_out()
    assert not Tombstone.objects.exists()


def test_what_nobody_confirmed_stays(cast, request_):
    run = factory.proposed(request_, by=cast.ada)
    assert "0 gone, 0 stay." in carried_out()
    confirming.refuse(run, reason="No", by=cast.tom)
    assert "0 gone, 0 stay." in carried_out()
    assert Request.objects.filter(pk=request_.pk).exists()


def test_killed_in_the_middle_nothing_is_half_and_the_next_goes_on(cast, request_, monkeypatch):
    other = factory.denied(cast.lou, decider=cast.pat, place=cast.northside)
    factory.archived("request", other.pk, by=cast.tom)
    confirmed(request_, other, cast=cast)
    remove, left = removing.remove, []

    def killed(kind, pk):
        removed = remove(kind, pk)
        left.append(pk)
        if len(left) == 2:
            raise KeyboardInterrupt
        return removed

    monkeypatch.setattr(disposing, "remove", killed)
    with pytest.raises(KeyboardInterrupt):
        carried_out()
    monkeypatch.undo()
    assert (Tombstone.objects.count(), Request.objects.count()) == (1, 1)
    assert Decision.objects.count() == 1
    assert "1 gone, 0 stay." in carried_out()
    assert (Tombstone.objects.count(), Request.objects.count()) == (2, 0)


def test_what_an_unknown_row_leads_to_stays_whole(cast, request_, monkeypatch):
    confirmed(request_, cast=cast)
    kind = named("request")
    parts = [part for part in kind.parts if part.table != "approvals.Seat"]
    monkeypatch.setattr(kind, "parts", parts)
    assert "Another record refers to it" in carried_out()
    assert Decision.objects.exists()
    assert Spared.objects.exists()
    assert not Tombstone.objects.exists()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM approvals_submission",
        "DELETE FROM approvals_step",
        "DELETE FROM approvals_request",
        "INSERT INTO records_spared (item_id, gates, spared_at) VALUES (1, '[]', now())",
        "DELETE FROM records_tombstone",
    ],
)
def test_neither_web_nor_owner_can_do_it(cast, request_, statement):
    owner = statement.startswith("DELETE FROM approvals")
    if owner:
        with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
            connection.cursor().execute(statement)
    with (
        as_portal_role(),
        pgtrigger.ignore(),
        pytest.raises(DatabaseError, match=r"permission denied|violates foreign key"),
        transaction.atomic(),
    ):
        connection.cursor().execute(f"{statement}; SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM records_tombstone",
        "DELETE FROM audit_event",
        "UPDATE approvals_submission SET words = '[]'",
        "UPDATE approvals_request SET title = ''",
        "DELETE FROM acknowledgments_signature",
        "DELETE FROM accounts_person",
        "SELECT * FROM django_session",
        "DELETE FROM records_hold",
        "INSERT INTO records_verdict (outcome) VALUES ('confirmed')",
    ],
)
def test_the_role_for_disposal_can_do_nothing_else(cast, request_, statement):
    with (
        as_disposal(),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)


def test_a_tombstone_stays_for_ever(cast, request_):
    confirmed(request_, cast=cast)
    carried_out()
    for change in ({"digest": "0" * 64}, {"record": 1}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Tombstone.objects.update(**change)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        Tombstone.objects.all().delete()


def test_without_a_way_in_the_command_says_so(settings):
    settings.DATABASE_DISPOSAL = {}
    with pytest.raises(CommandError, match="DATABASE_DISPOSAL_URL"):
        carried_out()
