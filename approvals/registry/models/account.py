from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district_portal.freezing import Frozen, frozen, kept
from district_portal.ui.addresses import numbered

LAPSE_MOVES = ("lifted_at",)


class Account(models.Model):
    """An approved account, page, blog or site of the district.

    `address_key` is the address in the one spelling by which accounts are compared, `looks` how
    that looks at a glance (lookalikes.look). `managers` are all who sign in to it, the owner too.
    `owner_place` and `recovery_place` are where these two worked when they were named.
    `two_factor_on` and `recovery_on` are the local days on which the owner last confirmed that
    two-factor sign-in is on, and that the recovery owner can get the account back. What parents
    were told, or what was recorded of it, before `parents_since` counts no longer: then a change
    was asked for as it was approved.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for parents’ notice")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")

    class Comments(models.TextChoices):
        OPEN = "open", _("Open to everyone")
        CLOSED = "closed", pgettext_lazy("comments", "Closed")

    request = models.OneToOneField(
        "approvals.Request", on_delete=models.PROTECT, related_name="account"
    )
    platform = models.ForeignKey(
        "approvals.Platform", on_delete=models.PROTECT, related_name="accounts"
    )
    name = models.CharField(_("name"), max_length=200)
    handle = models.CharField(_("handle"), max_length=100, blank=True)
    address = models.URLField(_("address"), max_length=300)
    address_key = models.CharField(max_length=300)
    looks = models.CharField(max_length=300)
    purpose = models.TextField(_("purpose"))
    owner = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, related_name="owned_accounts"
    )
    owner_place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    managers = models.ManyToManyField(
        "accounts.Person", through="registry.Manager", related_name="managed_accounts"
    )
    recovery_owner = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+"
    )
    recovery_place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )
    two_factor_on = models.DateField(_("two-factor sign-in confirmed on"), null=True)
    recovery_on = models.DateField(_("recovery confirmed on"), null=True)
    parents_since = models.DateTimeField(null=True)
    district_address = models.EmailField(_("district address it is bound to"), max_length=254)
    place = models.ForeignKey("accounts.Place", on_delete=models.PROTECT, related_name="accounts")
    audience = models.CharField(_("audience"), max_length=200)
    comments = models.CharField(_("comments"), max_length=10, choices=Comments)
    comment_rules = models.TextField(_("who moderates them"), blank=True)
    writes_to_students = models.BooleanField(_("used to communicate with students"))
    for_students = models.BooleanField(_("followed by students, or shows them"), default=False)
    conditions = models.TextField(_("conditions of the approval"), blank=True)
    state = models.CharField(max_length=10, choices=State)
    approved_at = models.DateTimeField()
    active_from = models.DateTimeField(null=True)

    may_manage = may_care = may_own = may_suspend = may_close = may_reopen = False
    may_hand_over = may_ask_to_close = is_to_hand_over = sees_request = False
    asked: ClassVar[Mapping[str, str | int]] = {}
    """What the reader may do and see; given by reading.with_what_may_be_done."""
    tells_parents = hands_over = certifies = is_late = parents_late = False
    check_due_on: dt.date | None = None
    late_in_all = 0
    """Why it waits for somebody; given by waiting and by reading."""

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["address_key"],
                condition=~Q(state="closed"),
                name="an_address_is_registered_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", active_from=None)
                | Q(state="closed")
                | Q(state__in=["active", "suspended"], active_from__isnull=False),
                name="active_since_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["owner"], name="account_waiting", condition=Q(state="waiting")),
            models.Index(fields=["looks"], name="account_looks"),
            models.Index(fields=["name", "id"], name="account_by_name"),
            models.Index(fields=["name", "id"], name="account_active", condition=Q(state="active")),
            *(
                GinIndex(OpClass(Upper(field), "gin_trgm_ops"), name=f"account_{field}_words")
                for field in ("name", "handle", "address")
            ),
        ]
        triggers = [kept()]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return numbered("registry:account", self.pk)


class Manager(models.Model):
    """Who signs in to an account; `place` is where they worked when they were named."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="managing")
    person = models.ForeignKey("accounts.Person", on_delete=models.CASCADE, related_name="+")
    place = models.ForeignKey(
        "accounts.Place", on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        db_table = "registry_account_managers"
        unique_together = [("account", "person")]


class Former(Frozen):
    """That somebody owned an account, managed it or could get it back, `until` first let go."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="formers")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "person"], name="former_once"),
        ]
        triggers = frozen(disposable=True)


class ParentNotice(Frozen):
    """That parents were told, before students were written to, and for what.

    Source: 401.15, professional use, first clause.
    """

    class Channel(models.TextChoices):
        LETTER = "letter", _("Letter home")
        MAIL = "mail", _("E-mail to families")
        SYSTEM = "system", _("Message in the district’s family system")
        MEETING = "meeting", _("At a meeting")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="notices")
    school_year = models.CharField(max_length=12)
    told_on = models.DateField(_("told on"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel)
    text = models.TextField(_("text of the notice"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-told_on", "-pk"]
        triggers = frozen(disposable=True)


class NoticeCopy(Frozen):
    """A scan or file of what went out to parents, byte for byte as it came."""

    notice = models.OneToOneField(ParentNotice, on_delete=models.PROTECT, related_name="copy")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        triggers = frozen(disposable=True)

    def __str__(self) -> str:
        return self.name


class Letter(Frozen):
    """A text of the letter to parents, as the district wrote it; empty: the portal's own again."""

    language = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    body = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["language", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["language", "number"], name="letter_numbered_once")
        ]
        triggers = frozen()

    def __str__(self) -> str:
        return f"{self.language} {self.number}"


class Lapse(Frozen):
    """That an account was suspended because parents were not told in a school year.

    Source: 401.15, professional use, first clause.
    """

    moving = LAPSE_MOVES

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="lapses")
    school_year = models.CharField(max_length=12)
    due_on = models.DateField()
    suspended_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-suspended_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(lifted_at=None), name="an_account_lapses_once"
            )
        ]
        triggers = frozen(except_columns=LAPSE_MOVES, disposable=True)
