from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district_portal.freezing import Frozen, frozen

MOVING = ("state", "with_whom", "holder", "stands_in_for", "why", "waits_since")


class Question(Frozen):
    """What somebody asks about a version of a policy, or about one of its clauses.

    `about` is what the clause was called then, empty for the policy as a whole. A question of kind
    "paper" asks for a sheet to sign on paper; its text may be empty. `asked_on` is a local day.
    `holder` has it in hand as `with_whom`, None where nobody is there; `waits_since` is when it
    last came into somebody's hand or was asked further.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", _("Question")
        PAPER = "paper", _("To sign on paper")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    class With(models.TextChoices):
        SUPERVISOR = "supervisor", _("Supervisor")
        OWNER = "owner", _("Owner of the policy")
        ADMINISTRATOR = "administrator", _("District Administrator")
        HR = "hr", _("Human resources")

    moving: ClassVar[tuple[str, ...]] = MOVING

    asker = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("policies.Version", on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(
        "policies.Clause", on_delete=models.PROTECT, null=True, related_name="+"
    )
    about = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.QUESTION)
    text = models.TextField(_("question"), blank=True)
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    with_whom = models.CharField(max_length=14, choices=With, default=With.SUPERVISOR)
    holder = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    stands_in_for = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    why = models.TextField(blank=True)
    waits_since = models.DateTimeField()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | Q(kind="paper"), name="a_question_has_words"
            ),
            models.CheckConstraint(
                condition=Q(kind="question") | Q(kind="paper", clause=None) & ~Q(state="answered"),
                name="a_sheet_is_of_the_whole_and_handed_over",
            ),
            models.CheckConstraint(
                condition=Q(holder=None) | ~Q(holder=F("asker")), name="nobody_answers_themselves"
            ),
            models.UniqueConstraint(
                "asker",
                "version",
                Coalesce("clause", Value(0)),
                MD5("text"),
                "asked_on",
                condition=Q(kind="question"),
                name="the_same_words_are_asked_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["asker", "version"],
                condition=Q(kind="paper", state="open"),
                name="one_sheet_is_asked_for_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["holder"], name="question_waits", condition=Q(state="open")),
            models.Index(fields=["version", "state"], name="question_of_version"),
        ]
        triggers = frozen(except_columns=MOVING, disposable=True)

    def __str__(self) -> str:
        return self.where

    def get_absolute_url(self) -> str:
        return reverse("questions:question", args=[self.pk])

    @property
    def where(self) -> str:
        """The policy's code and what the clause was called: 529, clause 3.c."""
        return place_in_words(self.version.code, self.about)

    @property
    def is_paper(self) -> bool:
        """Whether a sheet is asked for."""
        return self.kind == self.Kind.PAPER

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == self.State.OPEN


def place_in_words(code: str, about: str) -> str:
    """A policy's code and, where there is one, what its clause is called: 529, clause 3.c."""
    if not about or about.startswith("“"):
        return f"{code}, {about}" if about else code
    return _now("%(code)s, clause %(about)s") % {"code": code, "about": about}


class Entry(Frozen):
    """What was done with a question: written, handed on, closed; by None what the portal did.

    `to` is into whose hand it came by that.
    """

    class What(models.TextChoices):
        ASKED = "asked", pgettext_lazy("question", "Asked")
        ANSWERED = "answered", _("Answered")
        ASKED_FURTHER = "asked_further", _("Asked further")
        HANDED_ON = "handed_on", _("Handed on")
        MOVED = "moved", _("With somebody else")
        SHEET = "sheet", _("Sheet handed over")
        CLOSED = "closed", _("Closed")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="entries")
    what = models.CharField(max_length=14, choices=What)
    text = models.TextField(blank=True)
    to = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["question", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(what__in=["answered", "asked_further", "handed_on"]),
                name="what_is_written_has_words",
            )
        ]
        indexes = [models.Index(fields=["to", "question"], name="question_in_hand")]
        triggers = frozen(disposable=True)

    def __str__(self) -> str:
        return str(self.get_what_display())


class AskedBefore(Frozen):
    """A question and its answer as everybody may read them beside the clause, in other words.

    It names nobody who asked. It stands with `version`, and beside later ones as long as the
    clause is the same word for word, until it is withdrawn.
    """

    moving: ClassVar[tuple[str, ...]] = ("withdrawn_at", "withdrawn_by", "withdrawn_why")

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="published")
    version = models.ForeignKey("policies.Version", on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(
        "policies.Clause", on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked = models.TextField(_("question"))
    answer = models.TextField(_("answer"))
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_why = models.TextField(blank=True)

    class Meta:
        ordering = ["published_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked="") & ~Q(answer=""), name="asked_before_in_words"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="asked_before_is_withdrawn_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["question"],
                condition=Q(withdrawn_at=None),
                name="a_question_is_published_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["version"], name="asked_before_live", condition=Q(withdrawn_at=None)
            )
        ]
        triggers = frozen(
            except_columns=("withdrawn_at", "withdrawn_by", "withdrawn_why"), disposable=True
        )

    def __str__(self) -> str:
        return self.asked[:60]
