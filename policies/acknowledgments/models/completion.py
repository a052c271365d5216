"""How far each version is signed, counted with every change.

A trigger on assignments writes what a statement changed into a ledger whose rows add up. Nothing
in it is ever waited for: two who sign at once each add rows of their own.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class OnRoll(models.Model):
    """Who is counted, and where: at their place of the day and at each place above it.

    `places` are ids, the top one first; empty for who has no posting. Kept by counting.enroll.
    """

    person = models.OneToOneField("accounts.Person", on_delete=models.CASCADE, primary_key=True)
    places = ArrayField(models.BigIntegerField(), default=list)
    on_leave = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.person)


class RollCall(models.Model):
    """The last day on which everybody was enrolled as they are on that day; a single row.

    `followed_on` is the last one on which the days before it were counted, by following.keep;
    `summed` are the versions of which PlaceCount holds the sums, in order, if it holds any.
    """

    day = models.DateField()
    followed_on = models.DateField(null=True)
    summed = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_says_whose_day_is_counted")
        ]

    def __str__(self) -> str:
        return self.day.isoformat()


NOT_HELD: dict[str, Any] = {
    "on_delete": models.CASCADE,
    "related_name": "+",
    "db_index": False,
    "db_constraint": False,
}
"""A row that is counted holds no lock on what it tells of: whoever changes a place would wait for
everybody who signs there, and they for them."""


class Completion(models.Model):
    """So many `people` more or fewer stand so with a version: rows of one kind add up.

    Without `requirement` each person counts once, as the report shows them: at `place` or below
    it, or anywhere where it is empty. With it, what that requirement asked for in a `cycle` is
    counted, anywhere. `due_on` is that of what is open. `folded` rows sum up earlier ones.
    """

    class Status(models.TextChoices):
        OPEN = "open"
        SIGNED = "signed"
        CLOSED = "closed"
        SUPERSEDED = "superseded"

    version = models.ForeignKey("policies.Version", **NOT_HELD)
    requirement = models.ForeignKey("acknowledgments.Requirement", null=True, **NOT_HELD)
    place = models.ForeignKey("accounts.Place", null=True, **NOT_HELD)
    cycle = models.CharField(max_length=12, blank=True)
    status = models.CharField(max_length=12, choices=Status)
    due_on = models.DateField(null=True)
    on_leave = models.BooleanField()
    people = models.IntegerField()
    folded = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["version", "place", "requirement"], name="completion_by_version"),
            models.Index(
                fields=["requirement"],
                name="completion_by_requirement",
                condition=Q(requirement__isnull=False),
            ),
            models.Index(fields=["version"], name="completion_to_fold", condition=Q(folded=False)),
        ]

    def __str__(self) -> str:
        return f"{self.people} {self.status}"


class PlaceCount(models.Model):
    """What the folded rows of the ledger say of a place, all versions in force together.

    RollCall tells which these are. With the rows that are not folded it gives what stands there
    now; kept by summing.sum_up.
    """

    place = models.ForeignKey("accounts.Place", **NOT_HELD)
    status = models.CharField(max_length=12, choices=Completion.Status)
    due_on = models.DateField(null=True)
    on_leave = models.BooleanField()
    people = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "status", "due_on", "on_leave"],
                name="a_place_is_summed_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.people} {self.status}"


LOCK = 4_015_531
"""Shared by whoever counts, held alone by whoever changes the roll: also for a policy that was made
a moment ago, whose lock the other could not see."""
COLUMNS = "version_id, requirement_id, place_id, cycle, status, due_on, on_leave"
"""What rows of the ledger have in common that add up."""
# `found` are assignments as they were (sign -1), as they are (1), and those beside them (0), with
# the places and the leave of their people. Of several for one person and version one stands for
# all, as in the report: an open one before any other, this year's before last's.
COUNT = """
    standing AS MATERIALIZED (
        SELECT sign, places, on_leave, id, person_id, version_id, requirement_id, cycle,
               CASE WHEN ended_at IS NULL THEN due_on END AS due_on, due_on AS was_due_on,
               CASE WHEN ended_at IS NULL THEN 'open'
                    WHEN ended_why IN ('signed', 'superseded') THEN ended_why
                    ELSE 'closed' END AS status,
               CASE WHEN ended_at IS NULL THEN 0
                    WHEN ended_why = 'superseded' AND cycle = 'once' THEN 2
                    ELSE 1 END AS rank
        FROM found
        WHERE asked_again_at IS NULL AND ended_why NOT IN ('rule', 'left')
    ),
    told AS (
        SELECT * FROM (
            SELECT DISTINCT ON (person_id, version_id) -1 AS way, *
            FROM standing WHERE sign <= 0
            ORDER BY person_id, version_id, rank, cycle DESC, was_due_on, id
        ) was
        UNION ALL
        SELECT * FROM (
            SELECT DISTINCT ON (person_id, version_id) 1 AS way, *
            FROM standing WHERE sign >= 0
            ORDER BY person_id, version_id, rank, cycle DESC, was_due_on, id
        ) became
    ),
    once_each AS (
        SELECT version_id, places, status, due_on, on_leave, sum(way) AS people
        FROM told GROUP BY 1, 2, 3, 4, 5 HAVING sum(way) <> 0
    ),
    counted AS (
        SELECT version_id, NULL::bigint AS requirement_id, place_id, '' AS cycle, status, due_on,
               on_leave, sum(people) AS people
        FROM once_each CROSS JOIN LATERAL unnest(places || NULL::bigint) AS place_id
        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(people) <> 0
        UNION ALL
        SELECT version_id, requirement_id, NULL::bigint, cycle, status, due_on, on_leave, sum(sign)
        FROM standing WHERE sign <> 0
        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(sign) <> 0
    )
"""
ENTER = """
    INSERT INTO acknowledgments_completion (
        version_id, requirement_id, place_id, cycle, status, due_on, on_leave, people, folded
    )
    SELECT version_id, requirement_id, place_id, cycle, status, due_on, on_leave, people, false
    FROM counted
"""
WAS = """
    SELECT -1 AS sign, roll.places, roll.on_leave, a.*
    FROM old_rows a JOIN acknowledgments_onroll roll USING (person_id)
"""
IS = """
    SELECT 1 AS sign, roll.places, roll.on_leave, a.*
    FROM new_rows a JOIN acknowledgments_onroll roll USING (person_id)
"""
# Each pair by itself through its index: the planner would rather go through all of a person's rows.
BESIDE = """
    UNION ALL
    SELECT 0 AS sign, roll.places, roll.on_leave, a.*
    FROM (SELECT DISTINCT person_id, version_id FROM {rows}) pair
    JOIN acknowledgments_onroll roll USING (person_id)
    CROSS JOIN LATERAL (
        SELECT * FROM acknowledgments_assignment other
        WHERE other.version_id = pair.version_id AND other.person_id = pair.person_id OFFSET 0
    ) a
    WHERE NOT EXISTS (SELECT FROM {rows} changed WHERE changed.id = a.id)
"""
MANY = 5_000
"""From so many rows on it is worth to ask whether there are others at all."""
# To make or end everybody's assignments of a version leaves none beside, and nothing to look up.
ALONE = """
    (SELECT count(*) FROM {rows}) >= {many} AND (SELECT count(*) FROM {rows}) = (
        SELECT count(*) FROM acknowledgments_assignment
        WHERE version_id = ANY(ARRAY(SELECT DISTINCT version_id FROM {rows}))
    )
"""


def counted() -> list[pgtrigger.Trigger]:
    """The triggers that count each change of an assignment, once a statement."""
    old, new = {"old": "old_rows"}, {"new": "new_rows"}
    return [
        _trigger("counted_when_added", pgtrigger.Insert, [IS], new, beside="new_rows"),
        _trigger("counted_when_changed", pgtrigger.Update, [WAS, IS], old | new, beside="new_rows"),
        _trigger("counted_when_gone", pgtrigger.Delete, [WAS], old, beside="old_rows"),
    ]


def _trigger(
    name: str,
    operation: pgtrigger.Operation,
    rows: list[str],
    referencing: dict[str, str],
    *,
    beside: str,
) -> pgtrigger.Trigger:
    found = " UNION ALL ".join(rows)
    alone = "false" if beside == "old_rows" else ALONE.format(rows=beside, many=MANY)
    # By EXECUTE it is planned for as many rows as there are: for one, or for everybody.
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**referencing),
        func=f"PERFORM pg_advisory_xact_lock_shared({LOCK}); "
        f"EXECUTE format($count$ WITH found AS ({found} %s), {COUNT} {ENTER} $count$, "
        f"CASE WHEN {alone} THEN '' ELSE $beside${BESIDE.format(rows=beside)}$beside$ END); "
        "RETURN NULL;",
    )
