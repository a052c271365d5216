from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs
from policies.acknowledgments import signing
from policies.acknowledgments.forms.checking import CheckForm, given
from policies.acknowledgments.quizzing import answering
from policies.acknowledgments.views import keeping, to_read
from policies.acknowledgments.views import signing as pages


@keeping.nothing_lost
@needs("acknowledgments.sign")
def answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """Check what was answered to the questions of the page that is signed; nothing is signed."""
    asked = pages.assignment(request, pk)
    page = reverse("acknowledgments:sign", args=[pk])
    if request.method != "POST" or not pages.may_sign(asked):
        return redirect(f"{page}#check")
    shown = to_read.questions(asked)
    try:
        answering.answer(asked.person, asked.version, given(request.POST, shown))
    except signing.NotAskedError:
        return redirect(page)
    form = CheckForm(request.POST, rows=to_read.questions(asked))
    if form.is_valid():
        return redirect(f"{page}#sign")
    return pages.page(request, asked, check=form)
