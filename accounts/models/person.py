from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import invariants
from district_portal.district.current import today
from district_portal.ui.addresses import numbered

if TYPE_CHECKING:
    from accounts.holding import Holding
    from accounts.models.posting import Posting
    from district_portal.permissions import Reached, Role


_STROKES = str.maketrans("øđðłħı", "oddlhi") | {ord("æ"): "ae", ord("œ"): "oe", ord("þ"): "th"}
"""Letters that Unicode does not take apart, and where a reader of English looks for them."""


def sort_key(family_name: str, given_name: str) -> str:
    """A key that sorts names as people do: without accents, strokes, case or apostrophes."""
    plain = unicodedata.normalize("NFKD", f"{family_name} {given_name}").casefold()
    plain = plain.translate(_STROKES)
    return "".join(c for c in plain if c.isalnum() or c == " ")[:160]


class PersonManager(BaseUserManager["Person"]):
    def enter(
        self, *, given_name: str, family_name: str, email: str | None = None, **fields: Any
    ) -> Person:
        """Add a person to the roster, without a password: the first one is set by mail.

        The address is kept in lower case, as the sign-in looks for it. Raises IntegrityError when
        it or the employee number is taken.
        """
        person = self.model(
            email=email.lower() if email else None,
            given_name=given_name,
            family_name=family_name,
            sort_name=sort_key(family_name, given_name),
            **fields,
        )
        person.set_unusable_password()
        person.save(using=self._db)
        return person

    def at(self, places: Collection[int]) -> models.QuerySet[Person]:
        """Those who belong to `places` (ids): by a posting of today, or by their last one.

        The last one counts for those who have left or are still to come. Whoever works
        elsewhere today belongs there, whatever they did here once.
        """
        from accounts.models.posting import Posting  # noqa: PLC0415 – it stands beside it

        postings = Posting.objects
        day = today()
        of_day = Q(since__lte=day) & (Q(until=None) | Q(until__gte=day))
        theirs = postings.filter(person=OuterRef("pk"))
        newer = postings.filter(person=OuterRef("person"), since__gt=OuterRef("since"))
        last = theirs.filter(~Exists(newer), place__in=places)
        return self.filter(
            Exists(theirs.filter(of_day, place__in=places))
            | (~Exists(theirs.filter(of_day)) & Exists(last))
        )

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody on the district's roster; also who signs in.

    The roster rules name, number and address; the rest the person settles.
    """

    class Appearance(models.TextChoices):
        SYSTEM = "system", _("As on my device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    number = models.CharField(  # noqa: DJ001 – unique where known
        _("employee number"), max_length=40, unique=True, null=True
    )
    given_name = models.CharField(_("first name"), max_length=80)
    family_name = models.CharField(_("last name"), max_length=80)
    sort_name = models.CharField(max_length=160, editable=False, db_index=True)
    email = models.EmailField(  # noqa: DJ001 – unique where known
        _("e-mail address"), max_length=254, null=True, blank=True
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    preferred_name = models.CharField(_("preferred first name"), max_length=80, blank=True)
    phone = models.CharField(_("telephone at work"), max_length=40, blank=True)
    reach = models.CharField(_("how to be reached"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    appearance = models.CharField(
        _("appearance"), max_length=6, choices=Appearance, default=Appearance.SYSTEM
    )
    entered_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_person_an_address",
                violation_error_message=_("Another person has this e-mail address."),
            ),
        ]
        triggers = invariants.of_people()

    def __str__(self) -> str:
        return f"{self.called} {self.family_name}"

    def get_absolute_url(self) -> str:
        return numbered("people:person", self.pk)

    @property
    def called(self) -> str:
        """The first name by which the person wants to be called."""
        return self.preferred_name or self.given_name

    @property
    def roster_name(self) -> str:
        """The name as the roster has it."""
        return f"{self.given_name} {self.family_name}"

    @property
    def full_name(self) -> str:
        """The name with that of the roster beside it, where the person goes by another one."""
        return f"{self} ({self.roster_name})" if self.preferred_name else str(self)

    @property
    def first_name(self) -> str:
        """Under Django's own name, for libraries that ask for it."""
        return self.given_name

    reached: Reached | None = None
    """The first object that the page of this moment loaded for the person."""

    @cached_property
    def standing(self) -> Holding:
        """What the person is today: roles for the district and for places, and for whom they act.

        Asked for in one statement.
        """
        from accounts import holding  # noqa: PLC0415 – the rule stands above its model

        return holding.of(self)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held today, be it for one place only."""
        return self.standing.roles

    @cached_property
    def postings_today(self) -> list[Posting]:
        """The postings of today, the primary one first, with place, its head, and supervisor."""
        rows = self.postings.current()
        rows = rows.select_related("place__parent", "place__head", "supervisor")
        return list(rows.order_by("-primary", "pk"))

    @property
    def posting(self) -> Posting | None:
        """The primary posting today."""
        return next((row for row in self.postings_today if row.primary), None)

    @cached_property
    def looked_after(self) -> set[int]:
        """Ids of those below the person today, and of those whom others left to the person."""
        from accounts import supervising  # noqa: PLC0415 – the rule stands above its model

        return supervising.looked_after(self)
