"""Each table that may only be added to, tried by raw SQL as the portal and as the tables' owner."""

from __future__ import annotations

import pgtrigger
import pytest
from django.db import Error, connection, transaction

from district_portal.freezing import frozen_models
from tests.cast import call_the_cast
from tests.freezing.portal_role import as_portal_role
from tests.permissions.world import build

FROZEN = {
    "acknowledgments_attempt",
    "acknowledgments_bundle",
    "acknowledgments_closing",
    "acknowledgments_formerdue",
    "acknowledgments_mistake",
    "acknowledgments_reopening",
    "acknowledgments_meeting",
    "acknowledgments_nudge",
    "acknowledgments_pin",
    "acknowledgments_presence",
    "acknowledgments_scan",
    "acknowledgments_seat",
    "acknowledgments_sheet",
    "acknowledgments_signature",
    "acknowledgments_slip",
    "api_token",
    "approvals_attestation",
    "approvals_decision",
    "approvals_remark",
    "approvals_submission",
    "concerns_act",
    "concerns_clock",
    "concerns_evidence",
    "concerns_statement",
    "concerns_statepack",
    "confirming_confirmation",
    "speaking_end",
    "speaking_spokesperson",
    "audit_event",
    "audit_seal",
    "audit_sealedevent",
    "exemptions_exemption",
    "exemptions_minutes",
    "exemptions_outcome",
    "exemptions_revocation",
    "impostors_act",
    "impostors_capture",
    "impostors_report",
    "mailing_happening",
    "mailing_wording",
    "operations_keyputaway",
    "policies_clause",
    "policies_printeddate",
    "policies_reference",
    "policies_rescission",
    "policies_review",
    "policies_version",
    "questions_askedbefore",
    "questions_entry",
    "questions_question",
    "records_archiving",
    "records_hold",
    "records_lifting",
    "records_retentionclass",
    "records_ruling",
    "records_run",
    "records_runrecord",
    "records_schedule",
    "records_spared",
    "records_stop",
    "records_tombstone",
    "records_verdict",
    "registry_change",
    "registry_former",
    "claiming_act",
    "registry_lapse",
    "registry_letter",
    "registry_noticecopy",
    "registry_certification",
    "registry_entry",
    "registry_parentnotice",
    "relationships_ending",
    "relationships_relationship",
    "roster_trace",
}


def _column(model) -> str:
    """A column that nothing may move."""
    moving = set(model.moving)
    fields = [f for f in model._meta.concrete_fields if f.name not in moving and not f.primary_key]
    return next(f.column for f in fields if not f.is_relation)


def _changes(model) -> list[str]:
    table, column = model._meta.db_table, _column(model)
    return [  # names of our own tables, never anybody's input
        f'UPDATE {table} SET "{column}" = "{column}"',
        f"UPDATE {table} SET id = id + 1000000",
        f"DELETE FROM {table}",
        f"TRUNCATE {table} CASCADE",
    ]


def _refused(statement: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except Error as error:
        return str(error).splitlines()[0]
    return ""


def test_the_list_of_frozen_tables_is_known():
    assert {model._meta.db_table for model in frozen_models()} == FROZEN


@pytest.mark.django_db(transaction=True)
@pytest.mark.thorough
def test_the_portal_s_role_lacks_the_right_even_when_triggers_look_away():
    build(call_the_cast())
    everywhere = "{" + ",".join(uri for uri in _uris()) + "}"
    with as_portal_role(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, false)", [everywhere])
        for model in frozen_models():
            for change in _changes(model):
                assert "permission denied" in _refused(change), change
        with pgtrigger.ignore():
            for model in frozen_models():
                assert "permission denied" in _refused(_changes(model)[2])


@pytest.mark.django_db(transaction=True)
def test_a_slip_of_the_tables_owner_is_stopped_by_triggers():
    build(call_the_cast())
    for model in frozen_models():
        if not model._default_manager.exists():
            continue
        update, renumber, delete, truncate = _changes(model)
        if not model.moving:
            assert "Cannot update" in _refused(update), update
        assert "Cannot update" in _refused(renumber), renumber
        assert "Cannot delete" in _refused(delete), delete
        assert "Cannot truncate" in _refused(truncate), truncate


@pytest.mark.django_db(transaction=True)
def test_a_version_s_state_moves_and_nothing_else_of_it():
    build(call_the_cast())
    with as_portal_role():
        assert _refused("UPDATE policies_version SET state = 'superseded'") == ""
        assert "permission denied" in _refused("UPDATE policies_version SET title = 'Other'")


def _uris() -> list[str]:
    return [f"{table}:{trigger.name}" for table, trigger in _triggers()] + [
        f"{table}:{trigger.get_pgid(model)}" for model in frozen_models()
        for table, trigger in [(model._meta.db_table, t) for t in model._meta.triggers]
    ]  # fmt: skip


def _triggers():
    for model in frozen_models():
        for trigger in model._meta.triggers:
            yield model._meta.db_table, trigger
