from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen, kept
from district_portal.uncounted import Uncounted

_STAYS = ("number", "kind", "about_id", "reporter_id", "place_id", "once", "sent_at")


def _once_sent() -> pgtrigger.Trigger:
    """What was sent keeps who reported it, about whom and where, and is no draft again."""
    moved = " OR ".join(f'NEW."{name}" IS DISTINCT FROM OLD."{name}"' for name in _STAYS)
    moved += " OR NEW.posting_id IS DISTINCT FROM OLD.posting_id AND NEW.posting_id IS NOT NULL"
    return pgtrigger.Trigger(
        name="sent_stays",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition("OLD.state <> 'draft'"),
        func=f"IF NEW.state = 'draft' OR {moved} THEN "
        "RAISE EXCEPTION 'a concern that was sent stays as it is: %', OLD.id "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;",
    )


class Concern(Uncounted):
    """Something that the right person must know at once, and nobody else.

    Its words are sealed (sealing.py): those of a draft in `draft`, those that were sent in the
    statement. `about` is the person of the roster whom it is about, if any; `posting` the one in
    which it was reported. `once` is the number of the form, so that one sent twice is one
    concern. A posting that is taken out for good leaves it without one: a refusal would tell who
    reported. `level` says how far up it was brought; `asked_at` is when somebody was last asked to
    read it, `chased_at` when its reporter was last reminded of the draft. `discarded_at` is when
    they threw a draft away that a legal hold keeps: to them it is gone.
    """

    class Kind(models.TextChoices):
        CONFIDENTIAL = "confidential", _("Confidential information may have been revealed")
        COMMUNICATION = "communication", _("Inappropriate communication from a student")
        CONDUCT = "conduct", _("Harassment or misuse of social media")

    class State(models.TextChoices):
        DRAFT = "draft", _("Not sent yet")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    number = models.CharField(  # noqa: DJ001 – unique once sent
        _("number"), max_length=20, unique=True, null=True
    )
    once = models.UUIDField(unique=True, default=uuid.uuid4)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind)
    place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    reporter = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    posting = models.ForeignKey(
        "accounts.Posting", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    about = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    draft = models.BinaryField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    saved_at = models.DateTimeField()
    chased_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", number=None, sent_at=None, asked_at=None, level=0)
                | ~Q(state="draft")
                & Q(
                    number__isnull=False,
                    sent_at__isnull=False,
                    asked_at__isnull=False,
                    draft=None,
                    level__gte=1,
                ),
                name="a_concern_is_a_draft_or_sent",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | ~Q(state="closed") & Q(closed_at=None),
                name="a_concern_is_closed_with_a_time",
            ),
            models.CheckConstraint(
                condition=Q(discarded_at=None) | Q(state="draft"), name="a_draft_alone_is_discarded"
            ),
        ]
        indexes = [
            models.Index(fields=["reporter", "-id"], name="concern_reporter"),
            models.Index(fields=["state", "-sent_at"], name="concern_by_state"),
        ]
        triggers = [_once_sent(), kept(unless="OLD.state = 'draft'")]

    def __str__(self) -> str:
        return self.number or ""

    def get_absolute_url(self) -> str:
        if self.number is None:
            return reverse("concerns:draft", args=[self.once])
        return reverse("concerns:concern", args=[self.number])


class Statement(Frozen):
    """What was reported, as it was sent: one sealed JSON document (reporting.py has its fields)."""

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="statement")
    content = models.BinaryField()
    sent_at = models.DateTimeField()

    class Meta:
        triggers = frozen(disposable=True)

    def __str__(self) -> str:
        return str(self.concern)
