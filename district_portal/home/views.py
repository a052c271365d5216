from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from district_portal.home.gathering import greeting, tasks_of
from district_portal.permissions import needs


@needs("tasks.view")
def today(request: HttpRequest) -> HttpResponse:
    """My tasks."""
    assert request.user.is_authenticated  # noqa: S101 – narrows the type
    context = {"greeting": greeting(request.user), "tasks": tasks_of(request, request.user)}
    return render(request, "home/today.html", context)
