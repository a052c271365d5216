from django.http import HttpResponse
from django.shortcuts import render

from accounts.signed_in import SignedInRequest
from district_portal.home.gathering import greeting, tasks_of
from district_portal.permissions import needs


@needs("tasks.view")
def today(request: SignedInRequest) -> HttpResponse:
    """My tasks."""
    context = {"greeting": greeting(request.user), "tasks": tasks_of(request, request.user)}
    return render(request, "home/today.html", context)
