"""Publish what was asked before, and withdraw it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from policies.questions import publishing
from policies.questions.forms import PublishForm, WithdrawForm
from policies.questions.models import AskedBefore
from policies.questions.views import keeping
from policies.questions.views.keeping import posted
from policies.questions.views.question import question_or_404


@keeping.nothing_lost
@needs("questions.publish")
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write what everybody reads beside the clause."""
    asked = question_or_404(request, pk, "questions.publish")
    typed = keeping.typed(request)
    form = PublishForm(posted(request), initial=typed)
    if form.is_valid():
        try:
            publishing.publish(asked, by=request.user, **form.cleaned_data)
        except publishing.FieldError as wrong:
            form.add_error(wrong.field, str(wrong))
        except publishing.NotPublishableError:
            messages.warning(
                request, _("It has no answer yet, or its clause was changed: nothing is published.")
            )
            return redirect(asked)
        else:
            keeping.forget(request)
            messages.success(request, _("It stands beside the clause now."))
            return redirect(asked)
    entries = asked.entries.filter(text__gt="").select_related("by").order_by("pk")
    context = {"question": asked, "form": form, "entries": entries, "came_back": bool(typed)}
    return render(request, "questions/publish.html", context)


@keeping.nothing_lost
@needs("questions.publish")
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back what was published, with a reason."""
    rows = AskedBefore.objects.select_related("question__version", "version__policy")
    published = get_or_404(rows, request.user, "questions.publish", pk=pk)
    typed = keeping.typed(request)
    form = WithdrawForm(posted(request), initial=typed)
    if form.is_valid():
        publishing.withdraw(published, by=request.user, **form.cleaned_data)
        keeping.forget(request)
        messages.success(request, _("Nobody reads it beside the clause any more."))
        return redirect(published.question)
    context = {"published": published, "form": form, "came_back": bool(typed)}
    return render(request, "questions/withdraw.html", context)
