"""A supervisor's people: who is late, what is open for each, and the nudge."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from district_portal.schooldays.hours import FROM, UNTIL, may_disturb, may_next
from district_portal.ui.paging import page
from district_portal.ui.sorting import ordering
from policies.acknowledgments import nudging, overseeing, sparing_in_words
from policies.acknowledgments.forms.overseeing import MyPeopleFilter

SORTED = {
    "name": ("sort_name", "pk"),
    "place": ("place_name", "sort_name", "pk"),
    "due": overseeing.BY_DUE,
}


@needs(overseeing.MAY)
def my_people(request: SignedInRequest) -> HttpResponse:
    """Those below the supervisor, late first, each with what is open for them."""
    form = MyPeopleFilter(request.GET)
    chosen = form.chosen()
    found = overseeing.people(request.user, **(chosen or {}))
    if chosen is None:
        found, chosen = found.none(), {}
    shown = page(found.order_by(*ordering(request, allowed=SORTED, default="due")), request)
    context = {
        "filter_form": form,
        "people": shown,
        "lines": overseeing.lines(shown, policy=chosen.get("policy")),
        "late": shown[0].late_in_all if shown else 0,
        "to_nudge": shown[0].to_nudge if shown else 0,
        "filtered": any(chosen.values()),
        "narrowed": any(value for value in chosen.values() if value != overseeing.LATE),
        **when_to_disturb(),
        "query": _query(request),
    }
    return render(request, "acknowledgments/my_people.html", context)


@needs(overseeing.MAY)
@require_POST
def nudge(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remind one person, and back to the list as it was."""
    somebody = get_or_404(
        Person.objects.filter(is_active=True), request.user, overseeing.MAY, pk=pk
    )
    found = nudged(request, [somebody.pk])
    if found and found.go:
        messages.success(request, _("%(person)s gets a mail.") % {"person": somebody})
    elif found:
        why = {"person": somebody, "why": sparing_in_words.words(found, somebody.pk)}
        messages.info(request, _("%(person)s gets no mail: %(why)s.") % why)
    return _back(_query(request))


@needs(overseeing.MAY)
def nudge_late(request: SignedInRequest) -> HttpResponse:
    """Remind all who are late: first who gets a mail and who does not, then it is done."""
    form = MyPeopleFilter(request.GET)
    given = form.chosen()
    if given is None:
        messages.warning(request, _("A filter is wrong: nobody is reminded until it is put right."))
        return _back(_query(request))
    chosen = {**given, "status": overseeing.PAST_DUE}
    people = list(overseeing.people(request.user, **chosen))
    ids = [person.pk for person in people]
    if request.method == "POST":
        tell(request, nudged(request, ids))
        return _back(_query(request, without="page"))
    found = nudging.sort_out(ids, by=request.user)
    context = {
        "go": page([person for person in people if person.pk in found.go], request),
        "stay": sparing_in_words.reasons(people, found),
        "staying": len(found.stay),
        **when_to_disturb(),
        "query": _query(request, without="page"),
        "filtered": any(value for name, value in chosen.items() if name != "status"),
    }
    return render(request, "acknowledgments/nudge_late.html", context)


def when_to_disturb() -> dict[str, Any]:
    """Whether people may be reminded now; `opens`: when the next time is, where not."""
    now = may_disturb()
    return {"may_disturb": now, "opens": None if now else may_next(), "hours": _hours()}


def _hours() -> str:
    words = _("Reminders go out from %(first)s to %(last)s on school days.")
    first, last = (formats.time_format(time, "g:i a") for time in (FROM, UNTIL))
    return words % {"first": first, "last": last}


def nudged(
    request: SignedInRequest, people: list[int], *, may: str = overseeing.MAY
) -> nudging.Sorted | None:
    """Remind these people (ids), as far as the reader reaches them; None at the wrong time."""
    try:
        return nudging.nudge(people, by=request.user, may=may)
    except nudging.NotNowError:
        messages.warning(request, f"{_('Nobody was reminded.')} {_hours()}")
        return None


def tell(request: SignedInRequest, found: nudging.Sorted | None) -> None:
    """Say how many people get a mail, and how many don't; nothing where nobody was asked."""
    if found is None:
        return
    gone, staying = len(found.go), len(found.stay)
    if gone:
        words = ngettext("%(n)d person gets a mail.", "%(n)d people get a mail.", gone)
        messages.success(request, words % {"n": gone})
    else:
        messages.info(request, _("Nobody gets a mail."))
    if staying:
        words = ngettext("%(n)d person gets none.", "%(n)d people get none.", staying)
        messages.info(request, words % {"n": staying})


def _query(request: SignedInRequest, *, without: str = "") -> str:
    """The filters of the address, to carry on, with their question mark."""
    kept = request.GET.copy()
    kept.pop(without, None)
    return f"?{kept.urlencode()}" if kept else ""


def _back(query: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("acknowledgments:my_people") + query)
