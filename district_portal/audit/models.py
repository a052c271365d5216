import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from district_portal.audit import chaining, phrases
from district_portal.district.keeping_words import as_read
from district_portal.freezing import Frozen, frozen

THE_PORTAL = "The portal"
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

    @property
    def actor_in_words(self) -> str:
        """Who did it, for people: the portal has a name in each language."""
        return as_read(THE_PORTAL) if self.actor == THE_PORTAL else self.actor

    def __str__(self) -> str:
        return f"{self.actor}: {self.act} {self.object}"


class Seal(Frozen):
    """One link of the chain over the trail: its `id` is its number, counted from 1 without a gap.

    `hash` binds `previous` (the hash of the seal before), when it was made, how many events it
    holds, `settled`, and `leaves`, the SHA-256 over what it keeps of each event (chaining.py).
    Every event up to number `settled` is in this seal or in one before: none can come in there
    any more. `seen` and `writing` serve the next seals to know how far that holds (sealing.py).
    `secret` keeps the leaves from telling of events that somebody may not see.
    """

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    count = models.IntegerField()
    settled = models.BigIntegerField()
    leaves = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    secret = models.CharField(max_length=64)
    seen = models.BigIntegerField()
    writing = ArrayField(models.CharField(max_length=40))

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(id__gte=1), name="seal_counted_from_one"),
            models.CheckConstraint(condition=models.Q(count__gte=1), name="seal_holds_something"),
            models.UniqueConstraint(fields=["previous"], name="seal_followed_once"),
            models.UniqueConstraint(fields=["hash"], name="seal_hash_once"),
        ]
        triggers = frozen()

    def computed(self) -> str:
        """What its hash must be."""
        return chaining.hash_of(
            self.pk,
            previous=self.previous,
            at=self.at,
            count=self.count,
            settled=self.settled,
            leaves=self.leaves,
        )

    def __str__(self) -> str:
        return f"{self.pk}:{self.hash}"


class SealedEvent(Frozen):
    """Which seal holds an event: its `id` is that of the event, and no seal holds one twice.

    It is no foreign key: what was removed from the trail is missed here.
    """

    id = models.BigIntegerField(primary_key=True)
    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="events", db_index=False)
    leaf = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "leaf"], name="leaf_of_seal")]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.pk} in {self.seal_id}"
