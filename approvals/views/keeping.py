"""What is typed into a step of a request is kept: by its buttons, and by itself while one types."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse, JsonResponse, QueryDict
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.signed_in import SignedInRequest
from approvals import requesting
from approvals.kinds import kind_of
from approvals.models import Request

_LONGEST = 20_000
CONFLICT = 409


def by_itself(request: SignedInRequest) -> bool:
    """Whether a script keeps what is typed, and nobody pressed a button."""
    return request.method == "POST" and "autosave" in request.POST


def typed(post: QueryDict, asked: Request) -> dict[str, list[str]]:
    """What was typed into the first step; what it doesn't ask is left out."""
    known = kind_of(asked).form.base_fields
    return {
        name: [value.replace("\x00", "")[:_LONGEST] for value in values]
        for name, values in post.lists()
        if name.removesuffix("_pick") in known
    }


def save(
    request: SignedInRequest,
    asked: Request,
    *,
    step: str,
    typed: Mapping[str, object],
    title: str = "",
) -> bool:
    """Remember one step as it was typed; False where another window has changed it meanwhile."""
    seen = request.POST.get("seen", "")
    try:
        held = requesting.save_step(
            asked, by=asked.requester, step=step, typed=typed, title=title, seen=seen
        )
    except requesting.NotEditableError:
        if by_itself(request):
            return False
        messages.warning(request, _("This request was sent in the meantime; nothing was changed."))
    except requesting.ChangedError:
        return False
    else:
        asked.draft, asked.changed_at = held.draft, held.changed_at
    return True


def answer(asked: Request, *, step: str, is_kept: bool) -> HttpResponse:
    """What a page that keeps by itself says: when, or why not."""
    if not is_kept:
        return JsonResponse({"said": changed_elsewhere(asked)}, status=CONFLICT)
    time = formats.time_format(timezone.localtime(), "g:i a")
    said = _("Saved at %(time)s") % {"time": time}
    return JsonResponse({"said": said, "seen": requesting.fingerprint(asked, step)})


def refused() -> HttpResponse:
    """What such a page says where nothing can be typed here any more."""
    said = _("Not saved: this request was sent or changed in the meantime. Load the page anew.")
    return JsonResponse({"said": said}, status=CONFLICT)


def changed_elsewhere(asked: Request) -> str:
    """That another window of the same person was faster."""
    asked.refresh_from_db(fields=["changed_at"])
    when = formats.time_format(timezone.localtime(asked.changed_at), "g:i a")
    words = _(
        "Not saved: at %(time)s you changed this in another window. What you typed is still here."
    )
    return words % {"time": when}
