from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from policies.models.version import Version


class Policy(models.Model):
    """A policy over all its years: its text is a sequence of versions.

    In state "draft" it has not been in force yet: its first version is scheduled, or was withdrawn.
    `review_every` is the policy's own period, the district's while it is empty. `is_public` counts
    only while the district has a public manual. `sort_code` and `sort_title` sort as people do
    (9 before 10, Álvarez beside Alvarez); `names` are the words by which a search knows the policy.
    """

    class Kind(models.TextChoices):
        POLICY = "policy", _("Policy")
        RULE = "rule", _("Administrative rule")
        EXHIBIT = "exhibit", _("Exhibit")
        HANDBOOK = "handbook", _("Handbook")

    class State(models.TextChoices):
        DRAFT = "draft", _("Not yet in force")
        IN_FORCE = "in_force", _("In force")
        RESCINDED = "rescinded", _("Rescinded")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.POLICY)
    code = models.CharField(_("code"), max_length=40)
    slug = models.CharField(max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=200)
    series = models.CharField(_("series"), max_length=80, blank=True)
    sort_code = models.CharField(max_length=200, editable=False)
    sort_title = models.CharField(max_length=200, editable=False)
    owner = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    review_every = models.PositiveSmallIntegerField(
        _("months between reviews"), null=True, blank=True
    )
    is_public = models.BooleanField(_("in the public manual"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    names = models.GeneratedField(
        expression=SearchVector("code", "title", "series", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["sort_code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="a_code_is_unique_in_its_kind")
        ]
        indexes = [
            models.Index(fields=["sort_code", "id"], name="policy_by_code"),
            models.Index(fields=["sort_title", "id"], name="policy_by_title"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("policies:policy", args=[self.slug])

    @cached_property
    def in_force(self) -> Version | None:
        """The version in force, or None."""
        return self.versions.filter(state="in_force").first()

    @property
    def last_in_force(self) -> Version | None:
        """The version in force, else the last one that was; None before the first."""
        return self.in_force or self.versions.filter(state="superseded").first()

    @property
    def scheduled(self) -> Version | None:
        """The version that comes into force on its day, or None."""
        return self.versions.filter(state="scheduled").select_related("published_by").first()


class FormerSlug(models.Model):
    """An address that a policy had under an older code; it leads to the new one for ever."""

    slug = models.CharField(max_length=60, unique=True)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
