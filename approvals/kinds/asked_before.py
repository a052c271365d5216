"""What to look at before an exemption is given: the same was asked for, refused or granted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from approvals import similar
from approvals.models import Platform, Request
from district_portal.district.current import today
from district_portal.ui.dates import date_in_words


def doubts(values: Mapping[str, Any], request: Request) -> list[str]:
    """What requester and approvers should look at: the same was asked for, refused or granted."""
    same = Request.objects.filter(kind="exemption", about=values["about"]).exclude(pk=request.pk)
    known = [Request.State.OPEN, Request.State.RETURNED, Request.State.DENIED]
    newest = same.filter(state__in=known).order_by("-sent_at")[: similar.SHOWN]
    said = [_asked_before(other) for other in newest]
    said += [use.words for use in similar.known_elsewhere(values["about"])]
    if values.get("under_13") and values.get("platform"):
        platform = Platform.objects.get(pk=values["platform"])
        words = _("%(platform)s is for people of %(age)s and older. Some students are under 13.")
        if platform.minimum_age:
            said.append(words % {"platform": platform, "age": platform.minimum_age})
    return said


def _asked_before(request: Request) -> str:
    if request.state == Request.State.DENIED and request.closed_at:
        words = _("The same was denied on %(day)s: request %(number)s.")
        day = date_in_words(today(request.closed_at))
        return words % {"day": day, "number": request.number}
    return _("The same is asked for already: request %(number)s.") % {"number": request.number}
