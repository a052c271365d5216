from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import explaining, roles
from accounts.forms.naming import PersonField
from accounts.models import Person, Place, RoleGrant
from accounts.models.role import LIMITABLE
from district_portal.district import wording
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.ui.dates import date_in_words
from district_portal.ui.forms import ALL_OF_THEM, DayField, NamedChoice, PortalForm


def _roles(nothing: Any) -> list[tuple[str, Any]]:
    """The roles that are given, in the district's words, after the choice of none."""
    return [("", nothing), *((role, wording.role(role)) for role, _label in RoleGrant.GRANTED)]


class RolesFilter(PortalForm, forms.Form):
    """Which grants the page of roles shows."""

    SHOWN = [
        ("", _("Today")),
        ("planned", _("Planned")),
        ("ended", _("Ended")),
        ("all", _("All")),
    ]

    shown = forms.ChoiceField(label=_("Show"), required=False, choices=SHOWN)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=lambda: _roles(ALL_OF_THEM))
    q = forms.CharField(label=_("Name"), required=False, max_length=80)

    def narrow(self, grants: QuerySet[RoleGrant]) -> QuerySet[RoleGrant]:
        """Those of `grants` that match; all of today while a filter makes no sense."""
        asked = self.cleaned_data if self.is_valid() else {}
        day, shown = today(), asked.get("shown", "")
        if not shown:
            grants = grants.filter(pk__in=RoleGrant.objects.current().values("pk"))
        elif shown == "planned":
            grants = grants.filter(since__gt=day)
        elif shown == "ended":
            grants = grants.filter(until__lt=day)
        if asked.get("role"):
            grants = grants.filter(role=asked["role"])
        for word in asked.get("q", "").split():
            grants = grants.filter(person__sort_name__icontains=word.casefold())
        return grants


class GrantForm(PortalForm, forms.Form):
    """Whom to give which role, where, and from when until when."""

    messages = {
        "person": _("Say who gets the role"),
        "role": _("Choose a role"),
        "since": _("Say from which day"),
    }
    person = PersonField(label=_("Person"), help_text=_("Name, e-mail address or employee number."))
    role = forms.ChoiceField(label=_("Role"), choices=lambda: _roles(_("Choose …")))
    place = NamedChoice(
        Place.objects.all(),
        label=_("Only for"),
        required=False,
        empty_label=_("The whole district"),
        help_text=_(
            "A building counts with those below it. Only the roles of Title IX coordinator, human "
            "resources and auditor can be limited to a place."
        ),
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("Last day"), required=False, help_text=_("Empty: until you end it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"since": today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationErrors beside the fields for what can't be."""
        asked = super().clean() or {}
        since, until = asked.get("since"), asked.get("until")
        if since and since < today():
            self.add_error("since", _("Choose today or a later day"))
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first"))
        if asked.get("place") and asked.get("role") not in ("", None, *LIMITABLE):
            self.add_error("place", _("This role is held for the whole district"))
        return asked

    def appoint(self, *, by: Person) -> RoleGrant | None:
        """Give the role; None, with what stands in the way beside the field, where it can't be."""
        asked = self.cleaned_data
        try:
            return roles.appoint(
                asked["person"],
                role=Role(asked["role"]),
                by=by,
                since=asked["since"],
                until=asked["until"],
                place=asked["place"],
            )
        except roles.HeldError as held:
            words = _(
                "%(name)s holds this already: %(line)s. End that one first, or choose other days."
            )
            told = {"name": asked["person"], "line": explaining.in_a_line(held.grant)}
            self.add_error("since", words % told)
        except roles.LastAdministratorError as gap:
            words = _(
                "On %(day)s nobody would be District Administrator. Leave the last day empty, or "
                "appoint a successor first."
            )
            self.add_error("until", words % {"day": date_in_words(gap.day, style="long")})
        except roles.LeftError:
            self.add_error("person", _("Who has left can hold no role"))
        return None


class EndRoleForm(PortalForm, forms.Form):
    """From which day on a role is no longer held."""

    messages = {"on": _("Say from which day on")}
    on = DayField(label=_("First day without the role"), help_text=_("Today: it ends at once."))

    def __init__(self, *args: Any, grant: RoleGrant, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": max(today(), grant.since)}, **kwargs)
        self.grant = grant

    def clean_on(self) -> Any:
        """Today or later, and not after it ends by itself. Raises ValidationError."""
        day = self.cleaned_data["on"]
        if day < today():
            raise forms.ValidationError(_("Choose today or a later day"))
        if self.grant.until and day > self.grant.until:
            raise forms.ValidationError(_("It has ended by itself on that day"))
        return day

    def end(self, *, by: Person) -> bool:
        """End the role; False, with the reason beside the field, where it can't be."""
        try:
            roles.end(self.grant, by=by, on=self.cleaned_data["on"])
        except roles.LastAdministratorError as gap:
            words = _(
                "On %(day)s nobody would be District Administrator. Appoint another one first."
            )
            self.add_error("on", words % {"day": date_in_words(gap.day, style="long")})
            return False
        return True
