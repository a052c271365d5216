import pgtrigger
from django.db import models

from district_portal.audit import phrases
from district_portal.freezing import Frozen, frozen

HASHED = (
    "id",
    "at",
    "recorded_at",
    "act",
    "actor_id",
    "actor",
    "object_type",
    "object_id",
    "object",
    "person_id",
    "person",
    "place_id",
    "place",
    "before",
    "after",
)
_MICROSECONDS = "((extract(epoch from NEW.{0}) * 1000000)::bigint)::text"
_ROW = ", ".join(
    _MICROSECONDS.format(column) if column in ("at", "recorded_at") else f'NEW."{column}"::text'
    for column in HASHED
)


class Event(Frozen):
    """One act: who did what to which object, for whom, and what changed by it.

    It carries ids and labels, no foreign keys, so that it outlives what it tells of. The
    database computes `row_hash` over the canonical JSON array of `HASHED` when it is inserted.
    Each index ends with the moment and the number, so that a page of the newest is read off it.
    """

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(editable=False)
    act = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=160)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    object = models.CharField(max_length=300, blank=True)
    person_id = models.BigIntegerField(null=True)
    person = models.CharField(max_length=160, blank=True)
    place_id = models.BigIntegerField(null=True)
    place = models.CharField(max_length=160, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    row_hash = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["at", "id"], name="event_moment"),
            models.Index(fields=["object_type", "object_id", "at", "id"], name="event_of_object"),
            models.Index(fields=["act", "at", "id"], name="event_of_act"),
            *(
                models.Index(
                    fields=[f"{whose}_id", "at", "id"],
                    name=f"event_of_{whose}",
                    condition=models.Q((f"{whose}_id__isnull", False)),
                )
                for whose in ("actor", "person", "place")
            ),
        ]
        triggers = [
            *frozen(),
            pgtrigger.Trigger(
                name="hash",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=(
                    "NEW.recorded_at = clock_timestamp(); "
                    f"NEW.row_hash = encode(sha256(convert_to(json_build_array({_ROW})::text, "
                    "'UTF8')), 'hex'); RETURN NEW;"
                ),
            ),
        ]

    @property
    def in_words(self) -> str:
        """What was done, for people."""
        return phrases.in_words(self.act)

    def __str__(self) -> str:
        return f"{self.actor}: {self.act} {self.object}"
