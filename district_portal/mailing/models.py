from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen
from district_portal.mailing.kinds import kind_in_words
from district_portal.uncounted import Uncounted


class Message(Uncounted):
    """One mail that must go out: a row first, a broker message only wakes someone.

    `lease` names the sweep that has claimed the row, until `leased_until`; `in_data` says that
    its body may already be with the mail server. A message without a subject is written when it
    is sent (composing.writes). `bulk` ones let all others pass, and rest out of school hours.
    `calendar` is an invitation (iCalendar) that goes with it, as a calendar takes it in.
    The text of a `secret` one is shown to nobody and is emptied once it is sent, has failed or is
    cancelled. `language` is that of its words. `read_at` is when its person opened it in the
    portal. `kept_from` is the one person who must not learn that a confidential one exists. Few
    indexes: each costs when a whole district is written to.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        DOUBTFUL = "doubtful", _("Perhaps sent, goes out again")
        HELD = "held", _("Perhaps sent, held for a person")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        BOUNCED = "bounced", _("Bounced back")

    class InDoubt(models.TextChoices):
        """What to do when a crash leaves open whether the mail went out."""

        REPEAT = "repeat", _("Send again")
        HOLD = "hold", _("Hold and list")

    key = models.CharField(max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    kept_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    address = models.EmailField(max_length=254)
    name = models.CharField(max_length=60)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    calendar = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    secret = models.BooleanField(default=False)
    bulk = models.BooleanField(default=False)
    in_doubt = models.CharField(max_length=10, choices=InDoubt, default=InDoubt.REPEAT)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField()
    resent_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    in_data = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    repeats = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    message_id = models.CharField(max_length=200)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["bulk", "due_at"],
                name="message_due",
                condition=Q(state__in=["queued", "doubtful"]),
            ),
            models.Index(
                fields=["leased_until"], name="message_leased", condition=Q(state="sending")
            ),
            models.Index(
                fields=["state"],
                name="message_missed",
                condition=Q(state__in=["held", "failed", "bounced"]),
            ),
            models.Index(fields=["sent_at"], name="message_sent", condition=Q(state="sent")),
            models.Index(fields=["person", "-id"], name="message_person"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="queued_once"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False) | ~Q(state__in=["sent", "bounced"]),
                name="sent_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="sending", leased_until__isnull=False)
                | ~Q(state="sending") & Q(leased_until=None, in_data=False),
                name="leased_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(secret=False)
                | ~Q(state__in=["sent", "failed", "cancelled", "bounced"])
                | Q(text="", html=""),
                name="no_secret_stays",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.title

    @property
    def title(self) -> str:
        """What kind of mail it is, in words."""
        return kind_in_words(self.name)

    @property
    def is_emptied(self) -> bool:
        """Whether it was a secret whose text is gone: it can't be sent again."""
        return self.secret and not self.text

    @property
    def answer_in_words(self) -> str:
        """The last answer; the portal's own words in the reader's language."""
        return gettext(self.answer) if self.answer else ""


class Happening(Frozen):
    """What became of one mail at one moment: how an attempt ended, or what somebody decided.

    `words` are the mail server's answer, or a reason that somebody gave. When a mail was queued
    stands in the mail itself. Rows come in with each attempt, so there is one index.
    """

    class What(models.TextChoices):
        SENT = "sent", _("The mail server took it")
        QUEUED = "queued", _("Not taken yet; it goes out again later")
        DOUBTFUL = "doubtful", _("The answer was lost; it goes out again")
        HELD = "held", _("The answer was lost; held for a person")
        FAILED = "failed", _("It did not go out")
        RESENT = "resent", _("Sent again by hand")
        LEFT = "left", _("Left unsent")
        BOUNCED = "bounced", _("It came back")
        ARRIVED = "arrived", _("It did arrive after all")

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="happenings")
    at = models.DateTimeField()
    what = models.CharField(max_length=10, choices=What)
    words = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        ordering = ["at", "id"]
        triggers = frozen(emptied=("words",))
        constraints = [
            models.CheckConstraint(
                condition=Q(by__isnull=False, what__in=["resent", "left", "bounced", "arrived"])
                | Q(by=None) & ~Q(what__in=["resent", "left", "bounced", "arrived"]),
                name="decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(what="bounced", words=""), name="bounced_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_what_display())

    @property
    def words_for_reader(self) -> str:
        """The answer or reason; the portal's own words in the reader's language."""
        return gettext(self.words) if self.words else ""


class Wording(Frozen):
    """The text that the district gave a kind of mail, in one language, from `at` on.

    The newest counts; an empty one says that the portal's own text counts again.
    """

    name = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["-number"]
        triggers = frozen()
        constraints = [
            models.UniqueConstraint(
                fields=["name", "language", "number"], name="one_wording_after_another"
            ),
            models.CheckConstraint(
                condition=Q(subject="", body="") | ~Q(subject="") & ~Q(body=""),
                name="worded_whole_or_not",
            ),
        ]

    def __str__(self) -> str:
        return kind_in_words(self.name)
