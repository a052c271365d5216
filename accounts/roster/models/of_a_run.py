"""That rows belong to a run, asked once for all rows of a statement.

A foreign key asks for each row of hundreds of thousands, that all name one run.
"""

from __future__ import annotations

import pgtrigger

ASKED_AT_ONCE = """
    PERFORM 1 FROM roster_run WHERE id IN (SELECT run_id FROM new_rows) FOR KEY SHARE;
    IF EXISTS (
        SELECT FROM (SELECT DISTINCT run_id FROM new_rows) n
        WHERE NOT EXISTS (SELECT FROM roster_run WHERE id = n.run_id)
    ) THEN
        RAISE EXCEPTION 'of_a_run: there is no such run in table %', TG_TABLE_NAME
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
"""
STAYS = """
    IF OLD.applied_at IS NOT NULL THEN
        RAISE EXCEPTION 'pgtrigger: Cannot delete a run that was applied';
    END IF;
    IF EXISTS (SELECT FROM roster_trace WHERE run_id = OLD.id)
       OR EXISTS (SELECT FROM roster_change WHERE run_id = OLD.id) THEN
        RAISE EXCEPTION 'of_a_run: rows still belong to run %', OLD.id
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN OLD;
"""


def of_a_run() -> list[pgtrigger.Trigger]:
    """The trigger of a table whose rows belong to runs; they keep it, since none is updated."""
    return [
        pgtrigger.Trigger(
            name="of_a_run",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            func=ASKED_AT_ONCE,
        )
    ]
