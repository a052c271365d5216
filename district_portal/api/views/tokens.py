"""The tokens by which programs read: make, see, revoke."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.recent_sign_in import recently
from accounts.signed_in import SignedInRequest
from district_portal.api import making, revoking
from district_portal.api.forms import RevokeForm, TokenForm, TokensFilter
from district_portal.api.models import Token
from district_portal.permissions import Role, can, get_or_404, needs, visible
from district_portal.ui.paging import page

OVERSEE = {Role.DISTRICT_ADMINISTRATOR, Role.TECHNOLOGY_COORDINATOR}


@require_GET
@needs("api.tokens")
def tokens(request: SignedInRequest) -> HttpResponse:
    """My tokens; for the district's administrators those of everybody."""
    form = TokensFilter(request.GET)
    rows = visible(Token.objects.select_related("maker", "revoked_by"), request.user, "api.tokens")
    shown = page(form.narrow(rows), request)
    context = {
        "rows": shown,
        "has_old": not shown.total and rows.exists(),
        "form": form,
        "filtered": any(request.GET.values()),
        "now": timezone.now(),
        "of_all": not OVERSEE.isdisjoint(request.user.standing.everywhere),
        "may_make": can(request.user, "api.make"),
    }
    return render(request, "api/tokens.html", context)


@require_http_methods(["GET", "POST"])
@needs("api.make")
@recently("GET", "POST")
def new_token(request: SignedInRequest) -> HttpResponse:
    """Make a token; it is shown in the answer, and nowhere again."""
    form = TokenForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        try:
            made = making.make(**form.cleaned_data, by=request.user)
        except making.TooManyError:
            words = _("You have %(n)d tokens in use. Revoke one first.") % {"n": making.MOST}
            form.add_error(None, words)
        except making.NotOfferedError:
            form.add_error("scopes", _("You may not give this any more. Open this page anew."))
        except making.OtherTermsError:
            words = _("This form has made a token already. Open this page anew to make another.")
            form.add_error(None, words)
        else:
            return render(request, "api/made.html", {"made": made})
    return render(request, "api/new.html", {"form": form})


@require_http_methods(["GET", "POST"])
@needs("api.tokens")
def revoke_token(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a token at once, for good."""
    rows = Token.objects.select_related("maker")
    token = get_or_404(rows, request.user, "api.tokens", pk=pk)
    is_own = token.maker_id == request.user.pk
    form = RevokeForm(request.POST if request.method == "POST" else None, is_own=is_own)
    if form.is_bound and form.is_valid():
        if revoking.revoke(token, by=request.user, why=form.cleaned_data["why"]):
            messages.success(request, _("%(token)s reads no more.") % {"token": token})
        else:
            messages.info(request, _("%(token)s was revoked already.") % {"token": token})
        return redirect("api:tokens")
    return render(request, "api/revoke.html", {"form": form, "token": token, "is_own": is_own})
