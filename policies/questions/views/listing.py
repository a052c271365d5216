"""Lists of questions: one's own, and all about a policy."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs, visible
from district_portal.ui.paging import page
from policies.models import Policy
from policies.questions import reading
from policies.questions.forms import PolicyFilter, QuestionFilter


@needs("questions.see")
def listed(request: SignedInRequest) -> HttpResponse:
    """What the person asked and has to answer; all that they may see, if they ask for it."""
    form = QuestionFilter(request.GET)
    rows = form.narrow(visible(reading.whole(), request.user, "questions.see"), person=request.user)
    context = {
        "rows": page(rows.order_by("-asked_at", "-pk"), request),
        "form": form,
        "filtered": any(request.GET.values()),
    }
    return render(request, "questions/list.html", context)


@needs("questions.follow")
def of_policy(request: SignedInRequest, slug: str) -> HttpResponse:
    """All that was asked about a policy, and which of its clauses raise most questions."""
    policy = get_or_404(Policy.objects.all(), request.user, "questions.follow", slug=slug)
    asked = visible(reading.whole(), request.user, "questions.see").filter(version__policy=policy)
    about = reading.by_clause(asked)
    form = PolicyFilter(request.GET, about=about)
    context = {
        "policy": policy,
        "about": about,
        "rows": page(form.narrow(asked).order_by("-asked_at", "-pk"), request),
        "form": form,
        "filtered": any(request.GET.values()),
    }
    return render(request, "questions/of_policy.html", context)
