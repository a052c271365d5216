"""The shared device: type a code, then a PIN, read and sign, and leave nothing behind."""

from __future__ import annotations

import datetime as dt
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.signing_in import in_words
from accounts.throttling import TooManyError
from district_portal.district.current import today
from district_portal.permissions import public
from policies.acknowledgments import assigning, signing
from policies.acknowledgments.forms.checking import CheckForm, given
from policies.acknowledgments.forms.kiosk import ChoosePinForm, CodeForm, EnterPinForm
from policies.acknowledgments.forms.signing import SigningForm
from policies.acknowledgments.kiosk import opening
from policies.acknowledgments.models import Assignment, Pin, Signature, Slip
from policies.acknowledgments.paper import coding
from policies.acknowledgments.quizzing import answering
from policies.acknowledgments.views import at_kiosk, keeping, to_read
from policies.acknowledgments.views.at_kiosk import AtKiosk
from policies.acknowledgments.views.signing import LONGEST_BROWSER, address_of

TIMES = {
    "idle": at_kiosk.IDLE,
    "warning": at_kiosk.WARNING,
    "warn_at": at_kiosk.IDLE - at_kiosk.WARNING,
}


@public
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """Type the code of a slip. Who is signed in signs out first: others use this device."""
    if request.user.is_authenticated:
        return render(request, "kiosk/sign_out_first.html")
    was_used = at_kiosk.is_used(request)
    if at_kiosk.current(request):
        return redirect("acknowledgments:kiosk_list")
    if was_used and not at_kiosk.is_used(request):
        return at_kiosk.over()
    form = CodeForm(request.POST or None)
    return _find(request, form) if form.is_bound else _start(request, form)


@public
@never_cache
def code(request: HttpRequest, code: str) -> HttpResponse:
    """The code came by the square on the slip: the same as if it was typed."""
    if request.user.is_authenticated:
        return render(request, "kiosk/sign_out_first.html")
    return _find(request, CodeForm({"code": code}))


@public
@never_cache
def pin(request: HttpRequest) -> HttpResponse:
    """Choose a PIN, the first time; later, type it."""
    slip = None if request.user.is_authenticated else at_kiosk.asked(request)
    if slip is None:
        return redirect("acknowledgments:kiosk")
    person = slip.seat.person
    is_known = opening.pin_of(person) is not None
    data = request.POST or None
    form = EnterPinForm(data) if is_known else ChoosePinForm(data, person=person)
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            at_kiosk.begin(request, slip, _proved(request, slip, form, is_known=is_known))
        except opening.ChosenError:
            return redirect("acknowledgments:kiosk_pin")
        except opening.CodeError as refused:
            request.session.flush()
            messages.error(request, str(refused.why.label))
            return redirect("acknowledgments:kiosk")
        except (opening.WrongPinError, TooManyError) as wrong:
            status = _say_wrong(form, wrong)
        else:
            return redirect("acknowledgments:kiosk_list")
    context = {"person": person, "form": form, "is_known": is_known, **TIMES}
    return render(request, "kiosk/pin.html", context, status=status)


@at_kiosk.only
def again(request: HttpRequest, here: AtKiosk) -> HttpResponse:
    """Type the PIN once more: it was typed long ago."""
    form = EnterPinForm(request.POST or None)
    status = HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            opening.confirm(here.person, form.cleaned_data["pin"], address=_address(request))
        except (opening.WrongPinError, TooManyError) as wrong:
            status = _say_wrong(form, wrong)
        else:
            at_kiosk.prove_again(request)
            return redirect(at_kiosk.page_before(request))
    context = {"person": here.person, "form": form, "is_known": True, "is_again": True, **TIMES}
    return render(request, "kiosk/pin.html", context, status=status)


@at_kiosk.only
def everything(request: HttpRequest, here: AtKiosk) -> HttpResponse:
    """What is left to sign, and the receipts of what was signed here."""
    at_kiosk.see(request)
    signed = Signature.objects.filter(slip=here.slip).select_related("version__policy")
    context = {
        "person": here.person,
        "open": assigning.open_for(here.person),
        "signed": signed.defer("version__canonical_text", "version__alignment").order_by("pk"),
        **TIMES,
    }
    return render(request, "kiosk/list.html", context)


@at_kiosk.only
def sign(request: HttpRequest, here: AtKiosk, pk: int) -> HttpResponse:
    """Read a version and sign it, as at one's own sign-in."""
    at_kiosk.see(request)
    asked = _asked(here, pk)
    if asked.ended_at:
        messages.info(request, _("You need not sign this any more, or you have signed it."))
        return redirect("acknowledgments:kiosk_list")
    opened_at = keeping.opened_at(request, pk)
    form = SigningForm(request.POST or None, person=here.person)
    if form.is_bound and form.is_valid():
        return redirect(_sign(request, here, asked, form.cleaned_data["typed_name"], opened_at))
    return _page(request, here, asked, form=form)


@at_kiosk.only
def answer(request: HttpRequest, here: AtKiosk, pk: int) -> HttpResponse:
    """Check what was answered to the questions before signing; nothing is signed."""
    at_kiosk.see(request)
    asked = _asked(here, pk)
    page = reverse("acknowledgments:kiosk_sign", args=[pk])
    if request.method != "POST" or asked.ended_at:
        return redirect(f"{page}#check")
    shown = to_read.questions(asked)
    try:
        answering.answer(here.person, asked.version, given(request.POST, shown))
    except signing.NotAskedError:
        return redirect(page)
    check = CheckForm(request.POST, rows=to_read.questions(asked))
    return (
        redirect(f"{page}#sign") if check.is_valid() else _page(request, here, asked, check=check)
    )


@at_kiosk.only
def stay(request: HttpRequest, here: AtKiosk) -> HttpResponse:
    """Ask whether somebody is still there, and go on where they were; a script says so quietly."""
    if request.method == "POST":
        at_kiosk.see(request)
        if "quietly" in request.POST:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return redirect(at_kiosk.page_before(request))
    return render(request, "kiosk/stay.html", {"person": here.person, **TIMES})


@public
@never_cache
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Clear the device: nothing is left of who used it."""
    if not request.user.is_authenticated:
        request.session.flush()
        messages.success(request, _("Finished. The next person can begin."))
    return at_kiosk.over()


def _asked(here: AtKiosk, pk: int) -> Assignment:
    rows = Assignment.objects.with_leave(today()).filter(person=here.person)
    return get_object_or_404(rows.select_related("version__policy", "person"), pk=pk)


def _page(
    request: HttpRequest,
    here: AtKiosk,
    asked: Assignment,
    *,
    form: SigningForm | None = None,
    check: CheckForm | None = None,
) -> HttpResponse:
    typed = keeping.take_typed(request, asked.pk)
    found = to_read.context(asked, is_alone=True, check=check, typed=typed)
    if form is None or not form.is_bound:
        form = SigningForm(person=here.person, initial=typed)
    context = {
        **found,
        "person": here.person,
        "form": form,
        "forms": [found["check"]],
        "check_action": reverse("acknowledgments:kiosk_answer", args=[asked.pk]),
        **TIMES,
    }
    return render(request, "kiosk/sign.html", context)


def _sign(
    request: HttpRequest, here: AtKiosk, asked: Assignment, typed: str, opened_at: dt.datetime
) -> str:
    """Sign it; answers where to go on."""
    try:
        signature = signing.sign(
            here.person,
            asked.version,
            typed_name=typed,
            address=address_of(request),
            browser=request.headers.get("User-Agent", "")[:LONGEST_BROWSER],
            opened_at=opened_at,
            signed_in_at=here.proved_at,
            slip=here.slip,
            pin=here.pin,
        )
    except signing.SignInFirstError:
        keeping.keep_typed(request, asked.pk, request.POST)
        return "acknowledgments:kiosk_again"
    except signing.QuestionsOpenError:
        keeping.keep_typed(request, asked.pk, request.POST)
        messages.warning(request, _("There are questions to answer before you sign."))
        return f"{reverse('acknowledgments:kiosk_sign', args=[asked.pk])}#check"
    except signing.NotAskedError:
        messages.info(request, _("This was changed meanwhile. Nothing was signed."))
        return "acknowledgments:kiosk_list"
    keeping.forget(request, asked.pk)
    told = {"policy": asked.version.title, "receipt": signature.receipt}
    messages.success(request, _("You signed %(policy)s. Receipt %(receipt)s.") % told)
    return "acknowledgments:kiosk_list"


def _find(request: HttpRequest, form: CodeForm) -> HttpResponse:
    if not form.is_valid():
        return _start(request, form)
    try:
        slip = opening.find(form.cleaned_data["code"], address=_address(request))
    except coding.MistypedError:
        form.add_error(
            "code", _("No code looks like this. Compare it with your slip, sign by sign")
        )
    except opening.CodeError as refused:
        form.add_error("code", str(refused.why.label))
    except TooManyError as many:
        words = _("Too many wrong codes were typed. Wait %(long)s, then type yours once more")
        form.add_error("code", words % {"long": in_words(many.seconds)})
        return _start(request, form, status=HTTPStatus.TOO_MANY_REQUESTS)
    else:
        at_kiosk.found(request, slip)
        return redirect("acknowledgments:kiosk_pin")
    return _start(request, form)


def _start(
    request: HttpRequest, form: CodeForm, *, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    return render(request, "kiosk/start.html", {"form": form}, status=status)


def _proved(
    request: HttpRequest, slip: Slip, form: EnterPinForm | ChoosePinForm, *, is_known: bool
) -> Pin:
    typed = form.cleaned_data["pin"]
    if is_known:
        return opening.enter(slip, typed, address=_address(request))
    return opening.choose(slip, typed)


def _say_wrong(
    form: EnterPinForm | ChoosePinForm, wrong: opening.WrongPinError | TooManyError
) -> HTTPStatus:
    if isinstance(wrong, TooManyError):
        words = _("Too many wrong PINs. Wait %(long)s, then try once more")
        form.add_error("pin", words % {"long": in_words(wrong.seconds)})
        return HTTPStatus.TOO_MANY_REQUESTS
    form.add_error("pin", _("This is not your PIN. Forgot it? Human resources can reset it"))
    return HTTPStatus.OK


def _address(request: HttpRequest) -> str:
    return address_of(request) or ""
