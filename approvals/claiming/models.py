from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district_portal.freezing import Frozen, frozen


class Sheet(models.Model):
    """A spreadsheet of accounts that exist, from its upload until it is taken in or discarded.

    `lines` are its rows as they were read: {"row", and a cell by the name of each column}. They
    are kept no longer than the sheet waits. `added` of them became existing accounts. `set_aside`
    are those of a sheet taken in that were not listed: {"row", "name", "where", "verdict",
    "words"}.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Not taken in yet")
        TAKEN = "taken", _("Taken in")
        DISCARDED = "discarded", _("Discarded")

    name = models.CharField(_("file"), max_length=255)
    digest = models.CharField(_("SHA-256"), max_length=64)
    left_out = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    set_aside = models.JSONField(default=list)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    brought_at = models.DateTimeField(_("brought in"))
    brought_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None, ended_by=None, added=0)
                | ~Q(state="waiting") & Q(ended_at__isnull=False, ended_by__isnull=False, lines=[]),
                name="a_sheet_waits_or_has_ended",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("claiming:sheet", args=[self.pk])


class ExistingAccount(models.Model):
    """An account that was found and for which the portal has no consent; one an address.

    It is no account of the registry: nothing is active by it. `address_key` is the address in the
    one spelling by which accounts are compared, `looks` how that looks at a glance. `person` is
    who is asked whether it is theirs, and answers for it until it is in the registry; `run_by` is
    the organization outside the district that runs one that is not official. `asked_on` and
    `reminded_on` are local days; `request` is the claim, and of what is in the registry the one by
    which it came there.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Not claimed yet")
        CLAIMED = "claimed", _("Claimed")
        BACK = "back", _("Disputed or unnamed")
        SETTLED = "settled", _("In the registry")
        NOT_OFFICIAL = "not_official", _("Not official")
        GONE = "gone", _("Closed or gone")

    UNCONFIRMED = (State.ASKED, State.CLAIMED, State.BACK)

    platform = models.ForeignKey("approvals.Platform", on_delete=models.PROTECT, related_name="+")
    handle = models.CharField(_("handle"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=320)
    address_key = models.CharField(max_length=300, unique=True)
    looks = models.CharField(max_length=300)
    name = models.CharField(_("name"), max_length=120)
    place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    audience = models.CharField(_("audience"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    since = models.DateField(_("exists since"), null=True)
    run_by = models.CharField(_("run by"), max_length=200, blank=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="existing_accounts"
    )
    request = models.ForeignKey(
        "approvals.Request", on_delete=models.PROTECT, null=True, related_name="existing_accounts"
    )
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, related_name="accounts")
    state = models.CharField(max_length=12, choices=State)
    listed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    asked_on = models.DateField(null=True)
    reminded_on = models.DateField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["asked", "claimed"], person__isnull=False, asked_on__isnull=False
                )
                | Q(state__in=["back", "not_official", "gone"], person=None, asked_on=None)
                | Q(state="settled"),
                name="somebody_is_asked_or_nobody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "settled"], request__isnull=False)
                | ~Q(state__in=["claimed", "settled"]) & Q(request=None),
                name="a_claim_is_a_request",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state="claimed"),
                name="a_claim_is_of_one_account",
            ),
            models.CheckConstraint(
                condition=Q(state="not_official") & ~Q(run_by="")
                | ~Q(state="not_official") & Q(run_by=""),
                name="who_runs_what_is_not_official",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "name"], name="existing_by_state"),
            models.Index(
                fields=["person"],
                name="existing_asked",
                condition=Q(state__in=["asked", "claimed"]),
            ),
            models.Index(
                fields=["address_key"],
                name="existing_told",
                condition=Q(state__in=["asked", "claimed", "back", "not_official", "gone"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("claiming:account", args=[self.pk])

    @property
    def standing(self) -> str:
        """Its state in words, and how far its claim is; costs a query without `request`."""
        if self.state != self.State.CLAIMED or self.request is None:
            return str(self.get_state_display())
        unsent = (self.request.State.DRAFT, self.request.State.RETURNED)
        words = _("Claimed, not sent yet") if self.request.state in unsent else _("In approval")
        return str(words)

    @property
    def where(self) -> str:
        """Its platform and handle, or its address where it has no handle."""
        return f"{self.platform}, @{self.handle}" if self.platform.paths else self.address_key


class Act(Frozen):
    """What was said of an existing account, when, by whom and why.

    `by` is None for what the portal itself noticed; `person` is who was asked then.
    """

    class What(models.TextChoices):
        LISTED = "listed", _("Listed")
        NAMED = "named", _("Somebody was named")
        CLAIMED = "claimed", _("Claimed")
        NOT_MINE = "not_mine", _("“Not mine”")
        WAS_CLOSED = "was_closed", _("“It was closed”")
        AWAY = "away", _("Whoever was named has left or is on leave")
        WITHDRAWN = "withdrawn", _("The claim was withdrawn")
        ELSEWHERE = "elsewhere", _("The claim became one of another address")
        DENIED = "denied", _("The claim was denied")
        SETTLED = "settled", _("Entered in the registry")
        NOT_OFFICIAL = "not_official", _("Marked as not official")
        GONE = "gone", _("Closed or gone")

    account = models.ForeignKey(ExistingAccount, on_delete=models.PROTECT, related_name="acts")
    what = models.CharField(max_length=12, choices=What)
    text = models.TextField(_("words"), blank=True)
    person = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(what__in=["not_mine", "not_official", "gone"]),
                name="said_with_a_reason",
            )
        ]
        triggers = frozen()

    @property
    def words(self) -> str:
        """What was said and about whom, so that nobody takes them for who said it."""
        told = {"what": self.get_what_display(), "name": self.person}
        words = _("%(what)s (claimed by %(name)s)")
        if self.person is None or self.person_id == self.by_id:
            return str(told["what"])
        if self.what == self.What.LISTED:
            words = _("Listed; %(name)s is asked whether it is theirs")
        elif self.what == self.What.NAMED:
            words = _("%(name)s is asked whether it is theirs")
        elif self.what == self.What.AWAY:
            words = _("%(name)s has left or is on leave")
        return str(words % told)
