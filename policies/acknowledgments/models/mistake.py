from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from district_portal.freezing import Frozen, frozen

OF_PAPER = """
    IF NOT EXISTS (
        SELECT FROM acknowledgments_signature s
        WHERE s.id = NEW.signature_id AND s.method = 'paper' AND s.person_id <> NEW.marked_by_id
    ) THEN
        RAISE EXCEPTION 'marked_by_another: only what another person signed on paper'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Mistake(Frozen):
    """That a signature was recorded from paper by mistake and counts no more: by whom, and why.

    The signature itself stays as it was recorded. What a person signs in the portal is their own
    act, and nobody takes it back.
    """

    signature = models.OneToOneField(
        "acknowledgments.Signature", on_delete=models.PROTECT, related_name="mistake"
    )
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ["-marked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="mistaken_with_a_reason")
        ]
        triggers = [
            *frozen(),
            pgtrigger.Trigger(
                name="of_paper",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=OF_PAPER,
            ),
        ]

    def __str__(self) -> str:
        return str(self.signature)
