from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from district_portal.permissions import needs
from policies import previewing, publishing
from policies.forms.publishing import PublishForm
from policies.models import Draft
from policies.views.drafts import of_a_draft, posted


@needs("policies.publish")
@of_a_draft
def publish(request: SignedInRequest, draft: Draft) -> HttpResponse:
    """Decide, see what will happen, and publish."""
    if publishing.problems(draft):
        messages.warning(request, _("The draft is not ready yet. See what is left to do."))
        return redirect(draft)
    form = PublishForm(posted(request), draft=draft)
    is_checked = request.method == "POST" and form.is_valid()
    if is_checked and form.is_stale:
        messages.warning(request, _("The draft has changed since you opened it. Look again."))
        return redirect("policies:publish", pk=draft.pk)
    if is_checked and "confirmed" in request.POST:
        return _publish(request, draft, form)
    context = {
        "draft": draft,
        "form": form,
        "is_checked": is_checked and "change" not in request.POST,
        "preview": previewing.preview(draft),
        "number": publishing.next_number(draft),
        "revision_label": form.revision_label if is_checked else "",
    }
    return render(request, "policies/publish.html", context)


def _publish(request: SignedInRequest, draft: Draft, form: PublishForm) -> HttpResponse:
    try:
        version = publishing.publish(draft, by=request.user, **form.decisions)
    except publishing.AlreadyPublishedError as faster:
        messages.info(
            request,
            _("%(person)s has published this draft already.")
            % {"person": faster.version.published_by},
        )
        return redirect(faster.version)
    except publishing.NotReadyError as refused:
        for problem in refused.problems:
            messages.error(request, problem)
        return redirect(draft)
    messages.success(
        request, _("Version %(number)s is published and in force.") % {"number": version.number}
    )
    return redirect(version.policy)
