"""State packs: brought in, looked at, put to use, taken out of use."""

from __future__ import annotations

from importlib.resources import files

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.pacing import paced
from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from approvals.concerns.forms.lists import PackForm
from approvals.concerns.models import Act, Concern, StatePack
from approvals.concerns.packs import keeping
from approvals.concerns.packs.reading import PackError
from district_portal.permissions import get_or_404, needs
from district_portal.ui.paging import page

MAY = "state_packs.settle"


@needs(MAY)
@paced("uploads")
def packs(request: SignedInRequest) -> HttpResponse:
    """The pack in use and those of before; bring in another."""
    form = PackForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        try:
            name = form.cleaned_data["pack"].name or ""
            made = keeping.bring_in(form.content(), file=name, by=request.user)
        except PackError as refused:
            form.add_error("pack", str(refused))
        else:
            messages.success(request, _("It is brought in. Read it once more, then put it to use."))
            return redirect(made)
    rows = StatePack.objects.defer("text").select_related("brought_by").order_by("-in_use", "-pk")
    used = keeping.in_use()
    context = {
        "rows": page(rows, request),
        "form": form,
        "used": used,
        "is_old": used is not None and keeping.is_old(used),
    }
    return render(request, "concerns/packs.html", context)


@require_safe
@needs(MAY)
def pack(request: SignedInRequest, pk: int) -> HttpResponse:
    """One pack: each duty as those who deal with a concern read it."""
    people = ("brought_by", "used_by", "ended_by")
    found = get_or_404(StatePack.objects.select_related(*people), request.user, MAY, pk=pk)
    try:
        inside = keeping.read_again(found)
    except PackError as unreadable:
        context = {"pack": found, "unreadable": str(unreadable)}
        return render(request, "concerns/pack.html", context)
    kinds, acts = dict(Concern.Kind.choices), dict(Act.What.choices)
    duties = [
        (duty, [kinds[kind] for kind in duty.kinds], [acts[act] for act in duty.met_by])
        for duty in inside.duties
    ]
    context = {
        "pack": found,
        "inside": inside,
        "duties": duties,
        "is_old": keeping.is_old(found),
        "may_be_used": settings.DEMO or not inside.fictional,
    }
    return render(request, "concerns/pack.html", context)


@require_POST
@needs(MAY)
@recently("POST")
def use(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let concerns that are sent or first read from now on start its clocks."""
    found = get_or_404(StatePack.objects.all(), request.user, MAY, pk=pk)
    try:
        keeping.use(found, by=request.user)
    except PackError:
        messages.error(request, _("It can’t be read any more. Bring it in anew."))
    except keeping.FictionalError:
        messages.error(request, _("Its law is made up. Only a demo district can use it."))
    else:
        messages.success(
            request, _("It is in use: concerns sent or first read now start its clocks.")
        )
    return redirect(found)


@require_POST
@needs(MAY)
@recently("POST")
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let no concern start its clocks any more."""
    found = get_or_404(StatePack.objects.all(), request.user, MAY, pk=pk)
    keeping.end(found, by=request.user)
    messages.success(request, _("It is no longer in use. Clocks that run go on."))
    return redirect(found)


@require_safe
@needs(MAY)
def file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file as it was brought in."""
    found = get_or_404(StatePack.objects.all(), request.user, MAY, pk=pk)
    return _toml(found.text, name=f"state-pack-{found.pk}")


@require_safe
@needs(MAY)
def sample(request: SignedInRequest) -> HttpResponse:
    """A made-up pack that shows how one is written."""
    text = files("approvals.concerns.packs").joinpath("sample.toml").read_text(encoding="utf-8")
    return _toml(text, name="state-pack-sample")


def _toml(text: str, *, name: str) -> HttpResponse:
    told = {"Content-Disposition": f'attachment; filename="{name}.toml"'}
    return HttpResponse(text, content_type="application/toml; charset=utf-8", headers=told)
