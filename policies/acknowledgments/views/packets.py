from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs
from district_portal.ui.paging import page
from policies.acknowledgments import packing, previewing, reading
from policies.acknowledgments.forms.packet import PacketForm
from policies.acknowledgments.models import Packet

MAY = "acknowledgments.require"


@needs("acknowledgments.packet")
def packet(request: SignedInRequest, pk: int) -> HttpResponse:
    """What I must sign of one packet, and what I have signed of it."""
    found = get_or_404(Packet.objects.all(), request.user, "acknowledgments.packet", pk=pk)
    context = {"packet": found, "progress": reading.progress(found, request.user)}
    return render(request, "acknowledgments/packet.html", context)


@needs(MAY)
def make(request: SignedInRequest) -> HttpResponse:
    """Ask for several policies together: a form, then what it would do, then it is done."""
    form = PacketForm(request.GET or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = packing.pack(**form.content(), by=request.user, **form.terms())
        except packing.NameTakenError:
            form.add_error("name", _("Another packet has this name"))
        else:
            said = _("People are asked to sign what is in “%(packet)s”.") % {"packet": made}
            messages.success(request, said)
            return redirect("acknowledgments:requirements")
    return _form_or_preview(request, form)


@needs(MAY)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what is in a packet, whom it reaches and by when, in the same two steps."""
    live = _live(request, pk)
    form = PacketForm(request.GET or None, packet=live)
    if request.method == "POST" and form.is_valid():
        packing.repack(live, **form.content(), by=request.user, **form.terms())
        messages.success(request, _("The packet is changed."))
        return redirect("acknowledgments:requirements")
    return _form_or_preview(request, form)


@needs(MAY)
@require_POST
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask nobody for it any more; signatures stay."""
    ended = packing.end(_live(request, pk), by=request.user)
    words = ngettext(
        "The packet has ended, and with it %(count)d open assignment.",
        "The packet has ended, and with it %(count)d open assignments.",
        ended,
    )
    messages.success(request, words % {"count": ended})
    return redirect("acknowledgments:requirements")


def _live(request: SignedInRequest, pk: int) -> Packet:
    return get_or_404(Packet.objects.filter(ended_at=None), request.user, MAY, pk=pk)


def _form_or_preview(request: SignedInRequest, form: PacketForm) -> HttpResponse:
    """The form, unless it is filled in, valid, and not to be edited once more."""
    context: dict[str, Any] = {"packet": form.packet, "form": form}
    if not form.is_bound or "edit" in request.GET or not form.is_valid():
        return render(request, "acknowledgments/packet_form.html", context)
    terms, policies = form.terms(), list(form.cleaned_data["policies"])
    what: dict[str, Any] = {"cycle": terms["cycle"], "packet": form.packet}
    reached = previewing.affected_by_packet(policies, form.audience(), **what)
    context |= {
        "name": form.cleaned_data["name"],
        "preview": previewing.preview_packet(policies, form.audience(), **what),
        "removed": form.removed(),
        "people": page(reached, request),
        "due_on": previewing.due_on(terms),
        "ladder": previewing.ladder(terms),
        "terms": terms,
    }
    return render(request, "acknowledgments/packet_preview.html", context)
