from __future__ import annotations

from django.db import models
from django.utils import timezone


class ProvedLink(models.Model):
    """An account elsewhere that may count as a second factor: who linked it had shown enough.

    That is the factor that was there before or, where none was, a link mailed to the person. It
    is kept apart from the account, the row of which is written anew with each sign-in.
    """

    account = models.OneToOneField(
        "socialaccount.SocialAccount",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="proof",
    )
    proved_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)
