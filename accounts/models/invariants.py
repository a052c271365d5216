"""What the database itself refuses about postings, places and roles, whoever writes them.

One lock of the transaction, the roster's, is taken before anything is looked at, so that two who
write at once see each other. It is the same that `accounts.settling.hold_roster` takes.
"""

from __future__ import annotations

import pgtrigger

ROSTER_LOCK = 4_015_529

# Only rows whose person supervises somebody can close a loop: few of a whole roster.
LOOKING_UP = """
    PERFORM pg_advisory_xact_lock({lock});
    WITH RECURSIVE up(person_id, supervisor_id, days) AS (
        SELECT n.person_id, n.supervisor_id, daterange(n.since, n.until, '[]')
        FROM {rows}
        WHERE n.supervisor_id IS NOT NULL AND {changed}
          AND EXISTS (SELECT FROM accounts_posting b WHERE b.supervisor_id = n.person_id)
        UNION
        SELECT up.person_id, p.supervisor_id, up.days * daterange(p.since, p.until, '[]')
        FROM up JOIN accounts_posting p ON p.person_id = up.supervisor_id
        WHERE up.supervisor_id <> up.person_id AND p.supervisor_id IS NOT NULL
          AND daterange(p.since, p.until, '[]') && up.days
    )
    SELECT person_id INTO guilty FROM up WHERE supervisor_id = person_id LIMIT 1;
    IF guilty IS NOT NULL THEN
        RAISE EXCEPTION 'supervision_never_loops: person %', guilty
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    SELECT n.person_id INTO guilty
    FROM {rows} JOIN accounts_place c ON c.id = n.place_id
    WHERE c.closed_on IS NOT NULL AND (n.until IS NULL OR n.until >= c.closed_on) AND {changed}
    LIMIT 1;
    IF guilty IS NOT NULL THEN
        RAISE EXCEPTION 'nobody_works_at_a_closed_place: person %', guilty
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""
WIDER = """
    (n.supervisor_id IS DISTINCT FROM o.supervisor_id OR n.person_id <> o.person_id
     OR n.place_id <> o.place_id
     OR NOT daterange(o.since, o.until, '[]') @> daterange(n.since, n.until, '[]'))
"""
PLACES = """
    PERFORM pg_advisory_xact_lock({lock});
    IF EXISTS (
        WITH RECURSIVE up(id) AS (
            SELECT NEW.parent_id WHERE NEW.parent_id IS NOT NULL
            UNION
            SELECT p.parent_id FROM up JOIN accounts_place p ON p.id = up.id
            WHERE p.parent_id IS NOT NULL
        )
        SELECT FROM up WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION 'places_never_ring: place %', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM accounts_posting WHERE place_id = NEW.id
          AND (until IS NULL OR until >= NEW.closed_on)
    ) AND NEW.closed_on IS NOT NULL THEN
        RAISE EXCEPTION 'nobody_works_at_a_closed_place: place %', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (
        SELECT FROM accounts_place above
        WHERE above.id = NEW.parent_id AND above.closed_on IS NOT NULL
          AND (NEW.closed_on IS NULL OR NEW.closed_on > above.closed_on)
    ) OR NEW.closed_on IS NOT NULL AND EXISTS (
        SELECT FROM accounts_place child
        WHERE child.parent_id = NEW.id
          AND (child.closed_on IS NULL OR child.closed_on > NEW.closed_on)
    ) THEN
        RAISE EXCEPTION 'nothing_open_below_a_closed_place: place %', NEW.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def of_postings() -> list[pgtrigger.Trigger]:
    """Supervision never loops on any day, and nobody works at a place from the day it closes.

    Once a statement, over the rows that it wrote. A row that only became shorter is not looked at.
    """
    declared = [("guilty", "bigint")]
    inserted = LOOKING_UP.format(lock=ROSTER_LOCK, rows="new_rows n", changed="true")
    widened = LOOKING_UP.format(
        lock=ROSTER_LOCK, rows="new_rows n JOIN old_rows o ON o.id = n.id", changed=WIDER
    )
    nothing_wider = (
        "IF NOT EXISTS (SELECT FROM new_rows n JOIN old_rows o ON o.id = n.id "
        f"WHERE {WIDER}) THEN RETURN NULL; END IF;"
    )
    return [
        pgtrigger.Trigger(
            name="whole_when_added",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="new_rows"),
            declare=declared,
            func=inserted,
        ),
        pgtrigger.Trigger(
            name="whole_when_changed",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Update,
            referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            declare=declared,
            func=nothing_wider + widened,
        ),
    ]


def of_places() -> list[pgtrigger.Trigger]:
    """Places form a tree, and nobody and nothing open stays at or below a closed one."""
    return [
        pgtrigger.Trigger(
            name="a_tree",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "closed_on"),
            func=PLACES.format(lock=ROSTER_LOCK),
        )
    ]


# The row of the person is shared while a role is given, so that nobody ends the stay meanwhile.
# A role that ends on the last day of somebody who is out already, or who leaves on a day that the
# portal's clock but not the database's has reached, is over soon enough.
STAYING = """
    {lock}
    IF EXISTS (
        SELECT FROM accounts_rolegrant held
        JOIN accounts_person person ON person.id = held.person_id
        WHERE person.id = {person} AND NOT person.is_active
          AND (held.until IS NULL OR held.until > GREATEST(current_date + 1,
               (SELECT max(until) FROM accounts_posting WHERE person_id = person.id)))
    ) THEN
        RAISE EXCEPTION 'who_left_holds_no_role: person %', {person}
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
"""


def of_roles() -> list[pgtrigger.Trigger]:
    """Who has left holds no role for days to come."""
    lock = "PERFORM 1 FROM accounts_person WHERE id = NEW.person_id FOR SHARE;"
    return [
        pgtrigger.Trigger(
            name="held_by_who_is_here",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.UpdateOf("person_id", "until"),
            func=STAYING.format(lock=lock, person="NEW.person_id"),
        )
    ]


def of_people() -> list[pgtrigger.Trigger]:
    """Whose stay ends holds no role any more; the other side of `of_roles`."""
    return [
        pgtrigger.Trigger(
            name="leaves_without_a_role",
            when=pgtrigger.After,
            operation=pgtrigger.UpdateOf("is_active"),
            condition=pgtrigger.Q(old__is_active=True, new__is_active=False),
            func=STAYING.format(lock="", person="NEW.id"),
        )
    ]
