import json
import re

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def _day_and_night() -> list[str]:
    return ["communication"]


class District(models.Model):
    """The one district that this installation serves."""

    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=60, default="America/Chicago")
    school_year_month = models.PositiveSmallIntegerField(
        _("month in which the school year starts"),
        default=7,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    school_year_day = models.PositiveSmallIntegerField(
        _("day on which the school year starts"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
    )
    supervisor_word = models.CharField(_("word for supervisor"), max_length=40, blank=True)
    administrator_word = models.CharField(
        _("word for District Administrator"), max_length=40, blank=True
    )
    contact_name = models.CharField(_("who answers questions"), max_length=120, blank=True)
    contact_address = models.CharField(_("postal address"), max_length=200, blank=True)
    contact_email = models.EmailField(_("e-mail address for questions"), blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=40, blank=True)
    website = models.URLField(_("the district’s own website"), max_length=200, blank=True)
    accent = models.CharField(_("colour"), max_length=7, blank=True)
    second_factor_roles = ArrayField(
        models.CharField(max_length=30), default=list, verbose_name=_("roles with a second factor")
    )
    leaving_percent = models.PositiveSmallIntegerField(
        _("percent of the roster that one sheet may end by itself"),
        default=5,
        validators=[MaxValueValidator(100)],
    )
    set_up_at = models.DateTimeField(_("set up on"), null=True)

    manual_is_public = models.BooleanField(_("everyone can read the policies"), default=False)
    two_people_publish = models.BooleanField(_("two people publish a version"), default=False)
    review_every = models.PositiveSmallIntegerField(
        _("months between reviews"), null=True, blank=True
    )

    parents_widened_on = models.DateField(
        _("since when parents are told of every account for students"), null=True, blank=True
    )
    parents_suspend_on = models.DateField(
        _("since when an account is suspended while parents are not told"), null=True, blank=True
    )
    lists_not_official = models.BooleanField(
        _("everyone can see which accounts are not official"), default=False
    )

    concern_unread_hours = models.PositiveSmallIntegerField(
        _("hours after which an unread concern goes one level up"),
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
    )
    concern_day_and_night = ArrayField(
        models.CharField(max_length=15),
        default=_day_and_night,
        blank=True,
        verbose_name=_("concerns whose hours run day and night"),
    )
    concern_names_days = models.PositiveSmallIntegerField(
        _("days for which the name of a student is kept"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_district"),
            models.CheckConstraint(
                condition=models.Q(concern_unread_hours__range=(1, 240)),
                name="concerns_are_read_in_time",
            ),
            models.CheckConstraint(
                condition=models.Q(concern_names_days__range=(1, 3650)),
                name="names_of_students_are_kept_some_days",
            ),
            models.CheckConstraint(
                condition=models.Q(accent="") | models.Q(accent__regex="^#[0-9a-f]{6}$"),
                name="accent_is_a_colour",
            ),
            models.CheckConstraint(
                condition=models.Q(leaving_percent__lte=100), name="leaving_percent_is_one"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def logo(self) -> dict[str, object] | None:
        """Digest, width and height of its logo, where `current.current()` read them."""
        facts = self.__dict__.get("logo_facts")
        return json.loads(facts) if facts else None

    @property
    def has_contact(self) -> bool:
        """Whether guests are told whom to ask."""
        return any(
            (self.contact_name, self.contact_address, self.contact_email, self.contact_phone)
        )

    @property
    def dialed_phone(self) -> str:
        """The telephone number as a phone dials it (RFC 3966), without an extension."""
        number = re.split("[a-z,;]", self.contact_phone.lower(), maxsplit=1)[0]
        return re.sub(r"(?!^\+)[^0-9]", "", number.strip())

    @property
    def parents_widened(self) -> bool:
        """Whether parents are told of every account that is for students or shows them."""
        return self.parents_widened_on is not None

    @property
    def parents_suspend(self) -> bool:
        """Whether an account is suspended while parents are not told in time."""
        return self.parents_suspend_on is not None

    @property
    def supervisor_term(self) -> str:
        """What a supervisor is called here."""
        return self.supervisor_word or gettext("supervisor")

    @property
    def administrator_term(self) -> str:
        """What the District Administrator is called here."""
        return self.administrator_word or gettext("District Administrator")


class Logo(models.Model):
    """The district's picture, made small, and the SHA-256 under which browsers keep it."""

    content = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_logo")]

    def __str__(self) -> str:
        return self.digest
