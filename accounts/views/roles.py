"""Who holds which role; giving and ending one."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import explaining
from accounts.forms.roles import EndRoleForm, GrantForm, RolesFilter
from accounts.models import Person, RoleGrant
from accounts.models.role import LIMITABLE
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import Role, can, get_or_404, needs
from district_portal.ui.paging import page

_ORDER = Case(
    *(When(role=role.value, then=Value(number)) for number, role in enumerate(Role)),
    output_field=IntegerField(),
)


@needs("roles.view")
def roles(request: SignedInRequest) -> HttpResponse:
    """Every grant of a role, by role, and what each role may do."""
    form = RolesFilter(request.GET)
    grants = RoleGrant.objects.select_related("person", "place", "granted_by")
    ordered = form.narrow(grants).order_by(_ORDER, "-since", "person__sort_name", "pk")
    shown = page(ordered, request)
    groups = [(Role(role), list(rows)) for role, rows in groupby(shown, lambda row: row.role)]
    context = {
        "filter_form": form,
        "filtered": any(request.GET.values()),
        "grants": shown,
        "groups": groups,
        "explained": [
            (role, role.value in LIMITABLE, explaining.of_role(role))
            for role in Role
            if role.value in dict(RoleGrant.GRANTED)
        ],
        "day": today(),
        "form": GrantForm() if can(request.user, "roles.grant") else None,
    }
    return render(request, "accounts/roles.html", context)


@needs("roles.grant")
@recently("POST")
def give(request: SignedInRequest) -> HttpResponse:
    """Give somebody a role."""
    asked = _named(request.GET.get("person", ""))
    role = request.GET.get("role", "")
    initial: dict[str, object] = {"role": role} if role in Role else {}
    if asked:
        initial["person"] = asked
    form = GrantForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and (grant := form.appoint(by=request.user)):
        said = _("%(name)s: %(line)s.")
        told = {"line": explaining.in_a_line(grant), "name": grant.person}
        messages.success(request, said % told)
        return redirect("people:person", grant.person_id)
    return render(request, "accounts/give_role.html", {"form": form})


def _named(number: str) -> Person | None:
    """The person whose page led here; None for anything that is no number."""
    known = number.isascii() and number.isdigit()
    return Person.objects.filter(pk=int(number)).first() if known else None


@needs("roles.grant")
@recently("POST")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a role, today or from a day on; take back one that was planned."""
    grants = RoleGrant.objects.still_on(today()).select_related("person", "place", "granted_by")
    grant = get_or_404(grants, request.user, "roles.grant", pk=pk)
    form = EndRoleForm(request.POST or None, grant=grant)
    if request.method == "POST" and form.is_valid() and form.end(by=request.user):
        said = _("The role of %(name)s ends.") % {"name": grant.person}
        messages.success(request, said)
        return redirect("people:person", grant.person_id)
    context = {"grant": grant, "line": explaining.in_a_line(grant), "form": form}
    return render(request, "accounts/end_role.html", context)
