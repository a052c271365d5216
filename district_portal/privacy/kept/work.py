"""Who somebody is to the district."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Delegation, Person, Posting, RoleGrant
from accounts.roster.models import Row
from district_portal.privacy.records import LEAVER
from district_portal.privacy.things import Column, Thing, chosen

_PROOF = _("For good: who signed and decided must stay known, and who could")

THINGS: Final = (
    Thing(
        name="person",
        label=_("Who you are"),
        what=_("Name, employee number, e-mail address, telephone and how to reach you, language"),
        why=_("So that you can sign in, be written to, and be known by your name"),
        kinds=(LEAVER,),
        lasting=_(
            "Your name, number and when you came, for good: who signed and decided must stay "
            "known. The rest goes once you have left"
        ),
        tables=("accounts_person",),
        rows=lambda person: Person.objects.filter(pk=person.pk),
        columns=(
            Column("number", _("Employee number")),
            Column("given_name", _("First name")),
            Column("family_name", _("Last name")),
            Column("preferred_name", _("Preferred first name")),
            Column("email", _("E-mail address")),
            Column("phone", _("Telephone at work")),
            Column("reach", _("How to be reached")),
            Column("language", _("Language")),
            Column("appearance", _("Appearance"), chosen(Person, "appearance")),
            Column("is_active", _("May sign in")),
            Column("entered_at", _("Entered")),
            Column("last_login", _("Last signed in")),
        ),
    ),
    Thing(
        name="postings",
        label=_("Your postings"),
        what=_("Where you work and worked, as what, and under whom"),
        why=_("It says what you must sign, and who decides what you ask for"),
        lasting=_PROOF,
        tables=("accounts_posting",),
        rows=lambda person: Posting.objects.filter(person=person).order_by("-since", "-pk"),
        columns=(
            Column("since", _("From")),
            Column("until", _("Last day")),
            Column("position", _("Position")),
            Column("place__name", _("Building or department")),
            Column("kind", _("Kind"), chosen(Posting, "kind")),
            Column("primary", _("Primary posting")),
            Column("on_leave", _("On leave")),
            Column("supervisor__given_name", _("First name of the supervisor")),
            Column("supervisor__family_name", _("Last name of the supervisor")),
        ),
    ),
    Thing(
        name="sheets",
        label=_("What sheets of HR say of you"),
        what=_("Your lines of the sheets that human resources brought in"),
        why=_("So that what a sheet changed can be told and undone"),
        kinds=(LEAVER,),
        lasting=_(
            "For good, but for the e-mail address: who signed and decided must stay known, and "
            "who could"
        ),
        tables=("roster_row", "roster_change", "roster_trace"),
        rows=lambda person: Row.objects.filter(number=person.number or None).order_by("-run", "at"),
        columns=(
            Column("run__created_at", _("Brought in")),
            Column("number", _("Employee number")),
            Column("first_name", _("First name")),
            Column("last_name", _("Last name")),
            Column("email", _("E-mail address")),
            Column("place", _("Building or department")),
            Column("position", _("Position")),
            Column("ends", _("Last day")),
        ),
    ),
    Thing(
        name="roles",
        label=_("Your roles"),
        what=_("Which roles you hold and held, from when to when"),
        why=_("It says what you may see and do here"),
        lasting=_PROOF,
        tables=("accounts_rolegrant",),
        rows=lambda person: RoleGrant.objects.filter(person=person).order_by("-since", "-pk"),
        columns=(
            Column("role", _("Role"), chosen(RoleGrant, "role")),
            Column("place__name", _("Building or department")),
            Column("since", _("From")),
            Column("until", _("Last day")),
        ),
    ),
    Thing(
        name="acting",
        label=_("Who acts for whom"),
        what=_("When another acted for you, and when you acted for another"),
        why=_("So that it can be told in whose name something was decided"),
        lasting=_PROOF,
        tables=("accounts_delegation",),
        rows=lambda person: Delegation.objects.filter(
            Q(person=person) | Q(delegate=person)
        ).order_by("-since", "-pk"),
        columns=(
            Column("person__given_name", _("First name of who is away")),
            Column("person__family_name", _("Last name of who is away")),
            Column("delegate__given_name", _("First name of who acts")),
            Column("delegate__family_name", _("Last name of who acts")),
            Column("matter", _("Matter"), chosen(Delegation, "matter")),
            Column("since", _("From")),
            Column("until", _("Last day")),
            Column("note", _("Note")),
        ),
    ),
)
