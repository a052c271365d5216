from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class FirstRun(models.Model):
    """How far the first set-up has come, and the SHA-256 of the token that lets in to it.

    There is one row. Once the district is set up the token is empty and lets nobody in.
    """

    token_digest = models.CharField(max_length=64, blank=True)
    token_until = models.DateTimeField(null=True)
    done = ArrayField(models.CharField(max_length=20), default=list)
    mail_accepted_at = models.DateTimeField(null=True)
    roster_next = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("first set-up")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_first_run"),
            models.CheckConstraint(
                condition=models.Q(token_digest="", token_until=None)
                | ~models.Q(token_digest="") & models.Q(token_until__isnull=False),
                name="a_token_ends",
            ),
        ]

    def __str__(self) -> str:
        return "1"
