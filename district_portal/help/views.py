from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from district_portal.help import choosing
from district_portal.help.topics import TOPICS
from district_portal.permissions import public


@require_safe
@public
def index(request: HttpRequest) -> HttpResponse:
    """All help, that for whoever looks first."""
    mine, others = choosing.for_person(request.user)
    return render(request, "help/index.html", {"mine": mine, "others": others})


@require_safe
@public
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One page of help, step by step."""
    found = next((topic for topic in TOPICS if topic.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, "help/topic.html", {"topic": found})
