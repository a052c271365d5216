from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import needs
from district_portal.reports import completion
from district_portal.reports.forms import asked, told
from district_portal.ui.paging import page
from policies.acknowledgments import nudging, sparing_in_words
from policies.acknowledgments.views.overseeing import nudged, tell, when_to_disturb

MAY = "acknowledgments.remind"
MOST = 5_000
"""So many are reminded at once; a larger district reminds by building or policy."""


@needs(MAY)
def remind(request: SignedInRequest) -> HttpResponse:
    """Remind those of the report who have not signed, or the chosen ones of them.

    First it is shown who gets a mail and who does not, and why.
    """
    _form, question = asked(request.GET, by=request.user)
    back = f"{reverse('reports:acknowledgments')}?{told(request.GET.urlencode())}"
    if question is None:
        messages.warning(request, _("A filter is wrong: nobody is reminded until it is put right."))
        return redirect(back)
    if question.as_of != today():
        messages.warning(request, _("Choose today in the report: only what is open now is due."))
        return redirect(back)
    people = list(completion.unsigned(question, of=_ticked(request))[: MOST + 1])
    is_too_many = len(people) > MOST
    ids = [] if is_too_many else [person.pk for person in people]
    if request.method == "POST" and not is_too_many:
        tell(request, nudged(request, ids, may=MAY))
        return redirect(back)
    found = nudging.sort_out(ids, by=request.user, may=MAY)
    going = page([person for person in people if person.pk in found.go], request)
    named = nudging.named(found, [person.pk for person in going])
    context = {
        "going": going,
        "lines": [(person, named[person.pk]) for person in going],
        "stay": sparing_in_words.reasons(people, found),
        "staying": len(found.stay),
        "most": MOST if is_too_many else 0,
        **when_to_disturb(),
        "back": back,
    }
    return render(request, "reports/remind.html", context)


def _ticked(request: SignedInRequest) -> list[int] | None:
    """Ids of the people who were ticked; None where all are meant, since none was."""
    if "person" not in request.GET:
        return None
    given = request.GET.getlist("person")[:MOST]
    return [int(pk) for pk in given if pk.isdecimal() and len(pk) < 19]  # noqa: PLR2004 – bigint
