"""My requests, and the page of one of them."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from approvals import discussing, following, requesting, waiting, withdrawing
from approvals.forms.filters import RequestFilter
from approvals.kinds import KINDS, kind_of
from approvals.models import Request
from district_portal import permissions
from district_portal.permissions import get_or_404, needs
from district_portal.ui import panels
from district_portal.ui.paging import page

LAST_CHANGED = ("-changed_at", "-pk")


@needs("requests.make")
def my_requests(request: SignedInRequest) -> HttpResponse:
    """What I asked for; for those who decide or oversee, also what others did."""
    visible = permissions.visible(Request.objects.all(), request.user, "requests.view")
    mine = Request.objects.filter(requester=request.user)
    others = visible.exclude(requester=request.user).exists()
    form = RequestFilter(request.GET, others=others)
    found = form.narrow(mine if form.mine else visible).select_related("requester", "place")
    found = waiting.longest_first(found) if form.only_open else found.order_by(*LAST_CHANGED)
    rows = page(found, request)
    if form.only_open and not form.mine:
        waiting.tell_with_whom(rows)
    context = {
        "rows": rows,
        "form": form,
        "mine": form.mine,
        "others": others,
        "only_open": form.only_open,
        "filtered": any(request.GET.values()),
        "may_edit_promises": permissions.can(request.user, "promises.edit"),
        "may_edit_routes": permissions.can(request.user, "routes.edit"),
        "may_edit_platforms": permissions.can(request.user, "platforms.edit"),
    }
    return render(request, "approvals/requests.html", context)


@needs("requests.make")
def new(request: SignedInRequest) -> HttpResponse:
    """What do you need? The kinds of request, and drafts to go on with."""
    drafts = Request.objects.filter(requester=request.user, state=Request.State.DRAFT)
    begun_here_first = sorted(KINDS.values(), key=lambda kind: bool(kind.begun_at))
    context = {"kinds": begun_here_first, "drafts": drafts.exclude(draft={})[:5]}
    return render(request, "approvals/new.html", context)


@needs("requests.make")
def start(request: SignedInRequest, kind: str) -> HttpResponse:
    """Begin a request of one kind."""
    if kind not in KINDS or KINDS[kind].begun_at:
        raise Http404
    if request.method != "POST":
        return redirect("approvals:new")
    begun = requesting.start(kind, by=request.user)
    return redirect("approvals:details", begun.pk)


@needs("requests.view")
def request_page(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one request, for its requester and those who decide or oversee."""
    rows = Request.objects.select_related("requester", "posting", "place")
    rows = rows.annotate(**panels.brought("kept_request", request))
    asked = get_or_404(rows, request.user, "requests.view", pk=pk)
    every = following.submissions(asked)
    if not every:
        return redirect("approvals:details", asked.pk)
    submission, kind = every[-1], kind_of(asked)
    remarks = discussing.remarks(asked)
    context = {
        "asked": asked,
        "kind": kind,
        "submission": submission,
        "remarks": remarks,
        "question": discussing.unanswered(remarks),
        "way": following.way(asked, submission, afterwards=kind.afterwards(submission.answers)),
        "history": following.history(asked, every),
        "changes": following.changes(every),
        "is_mine": asked.requester_id == request.user.pk,
        "may_decide": waiting.seat_of(request.user, submission) is not None,
    }
    return render(request, "approvals/request.html", context)


@needs("requests.change")
def sent(request: SignedInRequest, pk: int) -> HttpResponse:
    """The confirmation: what happened, and what happens next."""
    rows = Request.objects.select_related("requester", "posting", "place")
    asked = get_or_404(rows, request.user, "requests.change", pk=pk)
    submission = following.latest(asked)
    if submission is None or asked.state != Request.State.OPEN:
        return redirect(asked)
    kind = kind_of(asked)
    way = following.way(asked, submission, afterwards=kind.afterwards(submission.answers))
    return render(request, "approvals/sent.html", {"asked": asked, "kind": kind, "way": way})


@needs("requests.change")
@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    asked = get_or_404(Request.objects.all(), request.user, "requests.change", pk=pk)
    try:
        withdrawing.withdraw(asked, by=request.user)
    except withdrawing.NotWithdrawableError:
        messages.warning(request, _("This request can no longer be withdrawn: it was decided."))
    else:
        messages.success(request, _("You have withdrawn request %s.") % asked.number)
    return redirect(asked)


@needs("requests.change")
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    asked = get_or_404(Request.objects.all(), request.user, "requests.change", pk=pk)
    try:
        requesting.discard(asked, by=request.user)
    except requesting.NotEditableError:
        messages.warning(request, _("This request was sent and can no longer be discarded."))
        return redirect(asked)
    messages.success(request, _("The draft is gone."))
    return redirect("approvals:requests")
