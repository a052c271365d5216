"""The page on which somebody else is let in to a concern: found, looked at, then added."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from accounts.signed_in import SignedInRequest
from approvals.concerns import adding
from approvals.concerns.forms.adding import AddForm, FindForm
from approvals.concerns.models import Concern
from approvals.concerns.views.acts import answer, handled
from approvals.concerns.views.handling import HANDLE
from district_portal.permissions import needs


@needs(HANDLE)
@sensitive_post_parameters()
@sensitive_variables()
def add(request: SignedInRequest, number: str) -> HttpResponse:
    """Find somebody and look who they are; then let them deal with it too."""
    concern = handled(request, number)
    if "chosen" in request.POST:
        return _add(request, concern, AddForm(request.POST))
    form = FindForm(request.POST or None, concern=concern)
    if form.is_valid():
        return _add(request, concern, AddForm(initial={"chosen": form.found.pk}))
    return render(request, "concerns/find.html", {"concern": concern, "form": form})


@sensitive_variables()
def _add(request: SignedInRequest, concern: Concern, form: AddForm) -> HttpResponse:
    person = form.person
    if person is None:
        again = FindForm({}, concern=concern)
        return render(request, "concerns/find.html", {"concern": concern, "form": again})

    def take() -> None:
        adding.add(
            concern,
            person,
            by=request.user,
            reason=form.cleaned_data["reason"],
            once=form.cleaned_data["once"],
        )

    told = {
        "title": _("Add %(name)s?") % {"name": person},
        "lead": _("They read all of it, and are told by mail that it waits."),
        "button": _("Add %(name)s") % {"name": person},
        "person": person,
    }
    done = _("%(name)s deals with it too now, and is told by mail.") % {"name": person}
    return answer(request, concern, form, take, told=told, done=done)
