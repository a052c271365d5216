"""What acknowledgments have to say on other parts' pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Person
from accounts.signed_in import SignedInRequest
from district_portal.district.current import today
from district_portal.permissions import can, reaches, visible
from district_portal.ui import panels
from district_portal.ui.dates import date_in_words
from district_portal.ui.tasks import Task, Tasks, Wish
from policies.acknowledgments import assigning, overseeing, reading
from policies.acknowledgments.audience import in_words
from policies.acknowledgments.kiosk import following, opening
from policies.acknowledgments.models import Assignment, Closing, Signature
from policies.acknowledgments.paper.printing import MAY
from policies.acknowledgments.publishing_panels import asked_again, by_when, has_signers, questions
from policies.models import Policy

if TYPE_CHECKING:
    from accounts.models import Place
    from policies.models import Version

SHOWN = 10

ToSign = Any
"""An Assignment with what `reading.to_sign` adds to it."""


def requirements(request: SignedInRequest) -> panels.NavItem:
    """Who must sign what, for those who may see it."""
    return panels.NavItem(
        label=_("Requirements"),
        url_name="acknowledgments:requirements",
        order=25,
        area=panels.Area.POLICIES,
        visible=can(request.user, "acknowledgments.requirements"),
        also=("acknowledgments:bundles", "acknowledgments:closings"),
        pages=("acknowledgments:make_packet", "acknowledgments:change_packet"),
    )


def paper(request: SignedInRequest) -> panels.NavItem:
    """Signing on paper, for those whose role ends at a place: they don't see requirements."""
    user = request.user
    return panels.NavItem(
        label=_("Signed on paper"),
        url_name="acknowledgments:paper",
        order=26,
        area=panels.Area.POLICIES,
        visible=can(user, MAY) and not can(user, "acknowledgments.requirements"),
    )


def meetings(request: SignedInRequest) -> panels.NavItem:
    """Meetings at which people sign at a shared device, for those who prepare or witness them."""
    return panels.NavItem(
        label=_("Signing meetings"),
        url_name="acknowledgments:meetings",
        order=27,
        area=panels.Area.POLICIES,
        visible=can(request.user, following.SEE),
    )


def my_people(request: SignedInRequest) -> panels.NavItem:
    """Their people and what these still have to sign, for supervisors."""
    return panels.NavItem(
        label=_("My people"),
        url_name="acknowledgments:my_people",
        order=71,
        area=panels.Area.PEOPLE,
        visible=can(request.user, overseeing.MAY),
    )


def late_people(request: SignedInRequest, person: Person) -> Tasks:
    """For supervisors, the way to those of their people who are late."""
    if not can(person, overseeing.MAY):
        return Tasks()
    address = reverse("acknowledgments:my_people") + f"?status={overseeing.LATE}"
    return Tasks(wishes=[Wish(label=_("See which of my people are late"), url=address)])


def people_here(request: SignedInRequest, place: Place) -> panels.Panel | None:
    """On a place's page, for its head: the way to those of their people there who are late."""
    if place.head_id != request.user.pk or not can(request.user, overseeing.MAY):
        return None
    return "acknowledgments/panels/place.html", {"place": place}


def tasks(request: SignedInRequest, person: Person) -> Tasks:
    """What the person must sign, and the latest that they have signed this school year."""
    rows: list[ToSign] = list(reading.to_sign(person, with_closed=True))
    asked = [row for row in rows if row.ended_at is None]
    signed = list(reading.signed_by(person, since=today()).counting()[:SHOWN])
    closed = [row for row in rows if row.ended_at and row.asked_again_at is None]
    everything = Wish(label=_("See what I have signed"), url=reverse("acknowledgments:receipts"))
    return Tasks(
        sentence=_sentence(asked),
        to_do=[_to_sign(assignment) for assignment in asked],
        done=[*(_closed(row) for row in closed), *(_signed(row) for row in signed)],
        wishes=[everything] if signed or closed else [],
    )


def my_signature(request: SignedInRequest, policy: Policy) -> panels.Panel | None:
    """On a policy's page: must I sign it, have I signed it, and who must."""
    person = request.user
    may_require = policy.in_force is not None and can(person, "acknowledgments.require")
    who = list(dict.fromkeys(map(in_words, reading.live_of(policy)))) if may_require else []
    return "acknowledgments/panels/policy.html", {
        "mine": reading.mine(person, policy),
        "may_require": may_require,
        "may_prove": can(person, "evidence.make"),
        "who": who,
        "may_question": policy.in_force is not None and can(person, "acknowledgments.question"),
    }


def still_open(request: SignedInRequest, policy: Policy) -> panels.Panel | None:
    """On the page that rescinds a policy: how many people need not sign it any more."""
    return "acknowledgments/panels/rescind.html", {"waiting": reading.waiting_to_sign(policy)}


def told_of_person(request: SignedInRequest) -> dict[str, Any]:
    """Since when a person has the PIN that they have now."""
    return {"pin_chosen_at": opening.chosen_at_of(OuterRef("pk"))}


def of_person(request: SignedInRequest, person: Person) -> panels.Panel | None:
    """On a person's page: what they must sign and have signed, for those who may see receipts."""
    facts: Any = person
    user = request.user
    if not can(user, "acknowledgments.follow", person):
        return None
    signed = visible(reading.signed_by(person), user, "acknowledgments.receipt")
    rows: list[Any] = list(
        assigning.open_for(person, with_closed=True).annotate(
            closable=reaches(user, "acknowledgments.refuse", Assignment)
        )
    )
    closed = [row for row in rows if row.ended_at]
    return "acknowledgments/panels/person.html", {
        "open": [row for row in rows if row.ended_at is None],
        "signatures": signed[:SHOWN],
        "closed": sorted(closed, key=lambda row: -row.closing_id),
        "may_prove": can(user, "evidence.person", person),
        "pin_chosen_at": facts.pin_chosen_at if _may_reset(user, person) else None,
        "may_close": person != user and any(row.closable for row in rows if not row.ended_at),
    }


def _may_reset(user: Person, person: Person) -> bool:
    return user != person and can(user, "meetings.reset_pin", person)


def _sentence(asked: list[ToSign]) -> str:
    if not asked:
        return ""
    count = len(asked)
    words = ngettext("%(n)d policy to sign.", "%(n)d policies to sign.", count) % {"n": count}
    running = [assignment.due_on for assignment in asked if not assignment.on_leave]
    if not running:
        return words
    day = today()
    late = sum(due < day for due in running)
    if late:
        more = ngettext("%(n)d is late.", "%(n)d are late.", late) % {"n": late}
    else:
        first = date_in_words(running[0], style="weekday")
        more = ngettext("It is due %(day)s.", "The first is due %(day)s.", count) % {"day": first}
    return f"{words} {more}"


def _to_sign(assignment: ToSign) -> Task:
    away = assignment.on_leave
    return Task(
        title=assignment.version.title,
        url=reverse("acknowledgments:sign", args=[assignment.pk]),
        meta=" · ".join(
            [
                _named(assignment.version),
                _since(assignment),
                _reading_time(assignment),
                *([packet.name] if (packet := assignment.requirement.packet) else []),
            ]
        ),
        due=None if away else assignment.due_on,
        status=_("You are on leave: no due date runs") if away else "",
    )


def _signed(signature: Signature) -> Task:
    version = signature.version
    number = _("version %(number)d") % {"number": version.number}
    day = date_in_words(signature.day, style="short")
    words = _("On paper %(day)s") if signature.is_on_paper else _("Signed %(day)s")
    return Task(
        title=version.title,
        url=reverse("acknowledgments:receipt", args=[signature.pk]),
        meta=f"{_named(version)} · {number}",
        status=words % {"day": day},
    )


def _closed(assignment: ToSign) -> Task:
    words = {
        Closing.Why.REFUSED: _("It is recorded that you refused"),
        Closing.Why.UNABLE: _("You are not able to sign"),
        Closing.Why.EXEMPTED: _("You need not sign"),
    }
    number = _("version %(number)d") % {"number": assignment.version.number}
    return Task(
        title=assignment.version.title,
        url=reverse("acknowledgments:closing", args=[assignment.closing_id]),
        meta=f"{_named(assignment.version)} · {number}",
        status=words[Closing.Why(assignment.closing.why)],
    )


def _named(version: Version) -> str:
    return f"{version.policy.get_kind_display()} {version.code}"


def _since(assignment: ToSign) -> str:
    number = assignment.version.number
    if assignment.signed_before is None:
        return _("new to you")
    if assignment.signed_before == number:
        return _("version %(number)d, to sign once more this school year") % {"number": number}
    return _("version %(number)d; you signed version %(before)d") % {
        "number": number,
        "before": assignment.signed_before,
    }


def _reading_time(assignment: ToSign) -> str:
    minutes = reading.minutes_to_read(assignment.characters)
    return ngettext("about %(n)d minute", "about %(n)d minutes", minutes) % {"n": minutes}


panels.register("navigation", requirements)
panels.register("navigation", paper)
panels.register("navigation", meetings)
panels.register("navigation", my_people)
panels.register("tasks", tasks, order=10)
panels.register("tasks", late_people, order=12)
panels.register("place", people_here, order=10)
panels.register("policy", my_signature, order=10)
panels.register("publish", by_when, order=10)
panels.register("publish", questions, order=20)
panels.register("signers", has_signers)
panels.register("asked_again", asked_again)
panels.register("rescind", still_open, order=10)
panels.bring("person", told_of_person)
panels.register("person", of_person, order=10)
