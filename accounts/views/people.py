from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import listing, roles, signing_in
from accounts.forms.people import AppointForm, PeopleFilter
from accounts.models import Person
from accounts.signed_in import SignedInRequest
from accounts.views.postings import shown_postings
from district_portal import audit
from district_portal.permissions import Role, can, get_or_404, needs, visible
from district_portal.ui.paging import page


@needs("people.list")
def people(request: SignedInRequest) -> HttpResponse:
    """Everyone whom the person may see."""
    form = PeopleFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = listing.listed(visible(Person.objects.all(), request.user, "people.list"), **chosen)
    context = {
        "filter_form": form,
        "people": page(rows, request),
        "may_import": can(request.user, "roster.import"),
        "may_enter": can(request.user, "places.post"),
    }
    return render(request, "accounts/people.html", context)


@needs("people.view")
def person(request: SignedInRequest, pk: int) -> HttpResponse:
    """One person: postings, roles, and what other parts know of them."""
    somebody = get_or_404(Person.objects.all(), request.user, "people.view", pk=pk)
    may_grant = somebody.is_active and can(request.user, "roles.grant")
    form = AppointForm(request.POST if request.method == "POST" else None) if may_grant else None
    if form and form.is_valid():
        roles.appoint(somebody, role=Role(form.cleaned_data["role"]), by=request.user)
        messages.success(request, _("%(name)s has the role now.") % {"name": somebody})
        return redirect("people:person", pk=pk)
    context = {
        "person": somebody,
        **shown_postings(somebody, may_move=can(request.user, "people.move", somebody)),
        "grants": somebody.grants.current().select_related("granted_by"),
        "form": form,
        "may_invite": can(request.user, "people.invite", somebody),
        "history": audit.events(person_id=somebody.pk)[:10]
        if can(request.user, "people.history", somebody)
        else None,
    }
    return render(request, "accounts/person.html", context)


@require_POST
@needs("roles.grant")
def dismiss(request: SignedInRequest, pk: int, role: str) -> HttpResponse:
    """End a role of one person."""
    somebody = get_or_404(Person.objects.all(), request.user, "roles.grant", pk=pk)
    if role not in Role:
        raise Http404
    try:
        roles.dismiss(somebody, role=Role(role), by=request.user)
    except roles.LastAdministratorError:
        messages.error(
            request,
            _("The last District Administrator keeps the role. Appoint another one first."),
        )
    else:
        messages.success(request, _("The role has ended."))
    return redirect("people:person", pk=pk)


@require_POST
@needs("people.invite")
def invite(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mail one person the link for a password."""
    somebody = get_or_404(Person.objects.all(), request.user, "people.invite", pk=pk)
    if signing_in.invite(somebody, by=request.user):
        messages.success(request, _("A link to choose a password is on its way."))
    else:
        messages.warning(
            request,
            _("No link was sent: there is no e-mail address, or one was sent this minute."),
        )
    return redirect("people:person", pk=pk)
