from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen

if TYPE_CHECKING:
    from policies.models.reference import Reference


class Clauses(models.Manager["Clause"]):
    """Clauses without their search words, which only a search reads."""

    def get_queryset(self) -> models.QuerySet[Clause]:
        return super().get_queryset().defer("words")


class Clause(Frozen):
    """One clause of a published version.

    `key` is a random short id carried from version to version; `path` (2.5) is the clause's
    place in this version; `label` is what is printed before it (8., •); `level` is a heading's
    (1 the highest), 0 for everything else. `beneath` are the references printed below it, once
    `linking.around` has brought them, `called` its name, once `naming.name` has given it.
    """

    if TYPE_CHECKING:
        beneath: list[Reference]
        called: str

    class Kind(models.TextChoices):
        HEADING = "heading", _("Heading")
        PARAGRAPH = "para", _("Paragraph")
        ITEM = "item", _("Clause")
        CONTINUATION = "cont", _("Continuation")
        ROW = "row", _("Table row")

    version = models.ForeignKey(
        "policies.Version", on_delete=models.PROTECT, related_name="clauses"
    )
    key = models.CharField(max_length=8)
    split_from = models.CharField(max_length=8, blank=True)
    order = models.PositiveIntegerField()
    path = models.CharField(max_length=40)
    depth = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=8, choices=Kind)
    label = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)

    words = models.GeneratedField(
        expression=SearchVector("text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = Clauses()

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "order"], name="clauses_have_an_order"),
            models.UniqueConstraint(fields=["version", "key"], name="a_key_stands_once_a_version"),
            models.UniqueConstraint(
                fields=["version", "path"], name="a_path_stands_once_a_version"
            ),
        ]
        indexes = [
            models.Index(fields=["key"], name="clause_key"),
            GinIndex(fields=["words"], name="clause_words"),
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.version.code}, clause {self.path}"
