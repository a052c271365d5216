from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import presenting
from accounts.forms.profile import ProfileForm
from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs


@needs("people.view")
def me(request: SignedInRequest) -> HttpResponse:
    """What I am to the district, and what I settle about myself."""
    person = request.user
    form = ProfileForm(request.POST if request.method == "POST" else None, person=person)
    if request.method == "POST" and form.is_valid():
        presenting.present(person, form.presentation)
        messages.success(request, _("Your profile is saved."))
        return redirect("people:me")
    context = {
        "form": form,
        "person": person,
        "postings": person.postings.current().select_related("place", "supervisor"),
        "grants": person.grants.current().select_related("place"),
    }
    return render(request, "accounts/me.html", context)
