from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One mail that must go out: a row first, a broker message only wakes someone."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        DOUBTFUL = "doubtful", _("Perhaps sent")
        HELD = "held", _("Held for a person")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    class InDoubt(models.TextChoices):
        """What to do when a crash leaves open whether the mail went out."""

        REPEAT = "repeat", _("Send again")
        HOLD = "hold", _("Hold and list")

    key = models.CharField(max_length=200, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    address = models.EmailField(max_length=254)
    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    in_doubt = models.CharField(max_length=10, choices=InDoubt, default=InDoubt.REPEAT)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    in_data = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    message_id = models.CharField(max_length=200)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["due_at"], name="message_due", condition=Q(state__in=["queued", "sending"])
            ),
            models.Index(fields=["person", "-id"], name="message_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent"),
                name="sent_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.address}"
