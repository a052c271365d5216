from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.signed_in import SignedInRequest
from district_portal.permissions import get_or_404, needs, visible
from district_portal.reports import saving_views
from district_portal.reports.forms import NameForm, asked, told
from district_portal.reports.models import SavedView
from district_portal.ui.paging import page


@require_GET
@needs("reports.views")
def saved_views(request: SignedInRequest) -> HttpResponse:
    """The views that I saved, by name."""
    mine = visible(SavedView.objects.all(), request.user, "reports.views")
    return render(request, "reports/views.html", {"views": page(mine, request)})


@needs("reports.views")
def save_view(request: SignedInRequest) -> HttpResponse:
    """Keep what a report is asked, as its address says it, under a name; no wrong filter."""
    query = told(request.POST.get("query", "") or request.GET.urlencode())
    _filters, question = asked(QueryDict(query), by=request.user)
    if question is None:
        return redirect(f"{reverse('reports:acknowledgments')}?{query}")
    form = NameForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            saving_views.save(name, query, by=request.user)
        except saving_views.NameTakenError:
            form.add_error("name", _("You have a view of this name"))
        except saving_views.TooManyError:
            form.add_error("name", _("You keep 50 views already. Delete one first."))
        else:
            messages.success(request, _("The view “%(name)s” is saved.") % {"name": name})
            report = reverse("reports:acknowledgments")
            return redirect(f"{report}?{query}" if query else report)
    return render(request, "reports/save_view.html", {"form": form, "query": query})


@needs("reports.views")
def rename_view(request: SignedInRequest, pk: int) -> HttpResponse:
    """Call a saved view otherwise."""
    view = get_or_404(SavedView.objects.all(), request.user, "reports.views", pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = NameForm(posted, initial={"name": view.name})
    if form.is_bound and form.is_valid():
        try:
            saving_views.rename(view, form.cleaned_data["name"], by=request.user)
        except saving_views.NameTakenError:
            form.add_error("name", _("You have a view of this name"))
        else:
            messages.success(request, _("The view is renamed."))
            return redirect("reports:views")
    return render(request, "reports/rename_view.html", {"form": form, "view": view})


@require_POST
@needs("reports.views")
def delete_view(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep a view no more."""
    view = get_or_404(SavedView.objects.all(), request.user, "reports.views", pk=pk)
    saving_views.delete(view, by=request.user)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect("reports:views")
