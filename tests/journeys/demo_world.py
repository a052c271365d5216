"""The demo district, and what its people were in the middle of when somebody looked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from accounts import roles
from accounts.models import Delegation, Person, Place
from approvals.claiming.models import ExistingAccount, Sheet
from approvals.concerns.models import Concern, StatePack
from approvals.confirming.models import Recheck
from approvals.impostors.models import Capture, Impostor
from approvals.kinds import KINDS
from approvals.models import Platform, Promise
from approvals.registry.models import Account, Handover, ParentNotice, YearlyCheck
from approvals.speaking.models import Spokesperson
from district_portal import jobs, mailing
from district_portal.demo import library, signins
from district_portal.demo.opening import open_district
from district_portal.district.current import school_year, today
from district_portal.help.topics import TOPICS
from district_portal.jobs import running
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from district_portal.records import scheduling
from district_portal.records.models import Hold, Run
from district_portal.reports import saving_views
from policies import storing
from policies.acknowledgments import closing, packing
from policies.acknowledgments.evidence import bundling
from policies.acknowledgments.jobs import begin_sheets
from policies.acknowledgments.kiosk import preparing
from policies.acknowledgments.models import (
    Assignment,
    CheckQuestion,
    Closing,
    Packet,
    Requirement,
    Signature,
)
from policies.acknowledgments.paper import printing, recording, scanning
from policies.acknowledgments.quizzing import passing, writing
from policies.drafts import commenting, drafting, reviewing
from policies.jobs import IMPORT
from policies.models import Clause, Draft, Policy, Version
from policies.questions import asking
from policies.questions.models import AskedBefore, Question
from tests.accounts.roster.sheets import applied, brought, sheet_of_today, waiting
from tests.district_portal.setup.pictures import picture
from tests.factories import api as programs
from tests.factories import approvals as requests
from tests.factories import exemptions, existing, meetings, relationships
from tests.factories.acknowledgments import codes
from tests.factories.questions import answered
from tests.factories.reports import exported

WHO = ("lou", "val", "pat", "ada", "polly", "hana", "tom", "otto", "bea", "tia", "nora")
"""The roles of the demo's sign-ins, in their order, by the names of the permission matrix."""


def open_demo() -> tuple[dict[str, Person], dict[str, list[Any]]]:
    """Who signs in, by the names of the matrix; and what its addresses may name, in turn."""
    requests.enter_presets()
    assert open_district()
    people = {who: person for who, (_, person) in zip(WHO, signins.people(), strict=True) if person}
    return people, {
        **_policies(people),
        **_signatures(people),
        **_requests(people),
        **_records(people),
    }


def _records(people: dict[str, Person]) -> dict[str, list[Any]]:
    """A record of each kind, one that is held, and the draft of the next schedule."""
    closed = Account.objects.filter(state="closed").values_list("pk", flat=True)[0]
    held = Hold.objects.earliest("pk")
    return {
        "one": [1],
        "draft_class": [scheduling.begin(by=people["ada"]).classes.earliest("pk").pk],
        "hold": [held.pk],
        "record_kind": ["account", "request", "leaver"],
        "record": [closed, held.record, Person.objects.get(number="0417").pk],
        "disposal": [Run.objects.earliest("proposed_at").pk],
    }


def _policies(people: dict[str, Person]) -> dict[str, list[Any]]:
    policies = [Policy.objects.get(code=code) for code in ("417.2", "740.1", "8:25")]
    drafts = [Draft.objects.get(), drafting.revise(policies[1], by=people["polly"])]
    twin = library.TEXTS / "twins" / "staff-presence-on-social-media" / "v1.txt"
    drafts += storing.store([storing.read(twin.read_bytes(), name=twin.name)], by=people["polly"])
    for draft in drafts:
        reviewing.ask(draft, [people["lou"]], by=people["polly"])
    remarks = [
        commenting.add(draft, by=people["lou"], text="Who answers for this?") for draft in drafts
    ]
    waiting = Version.objects.get(state="scheduled")
    return {
        "slug": [policy.slug for policy in policies],
        "version": [1],
        "today": [today().isoformat()],
        "to_come": [waiting.policy.slug],
        "later": [waiting.number],
        "key": [_a_removed_clause(policy) for policy in policies],
        "draft": [draft.pk for draft in drafts],
        "comment": [remark.pk for remark in remarks],
        "node": [2],
        "promise": [Promise.objects.exclude(policy=None).values_list("pk", flat=True)[0]],
    }


def _a_removed_clause(policy: Policy) -> str:
    """The key of a clause that is no longer in force; of any where none was removed."""
    assert policy.in_force is not None
    kept = policy.in_force.clauses.values_list("key", flat=True)
    known = Clause.objects.filter(version__policy=policy).exclude(version__state="scheduled")
    keys = known.order_by("pk").values_list("key", flat=True)
    return str(keys.exclude(key__in=list(kept)).first() or keys[0])


def _signatures(people: dict[str, Person]) -> dict[str, list[Any]]:
    lou = people["lou"]
    waiting = Assignment.objects.open().filter(person=lou).order_by("due_on")
    mailing.queue("password_link", key="shown", to=lou, context={"link": "/x"})
    return {
        "refused": ["refused"],
        "exempted": ["exempted"],
        "closing": [_refused(people).pk],
        **_on_paper(people),
        **_at_a_meeting(people),
        "bundle": [bundling.make(by=people["hana"], person=lou).pk],
        "requirement": [Requirement.objects.filter(packet=None)[0].pk],
        "assignment": list(waiting.values_list("pk", flat=True)),
        "packet": [_packet(people).pk],
        **_questions(people),
        "signature": [Signature.objects.filter(person=lou).values_list("pk", flat=True)[0]],
        "message": [Message.objects.get(key="shown").pk],
        "job": [jobs.start(IMPORT, [jobs.Piece("a.txt", error="No text.")], by=lou).pk],
        "program_token": [programs.token(people["hana"])[0].pk],
        "saved_view": [saving_views.save("Late", "status=late", by=people["hana"]).pk],
        "export": [exported(people["hana"]).pk],
        "lou": [lou.pk],
        "unnumbered": [Person.objects.enter(given_name="Una", family_name="Board").pk],
        "grant": [roles.holders(Role.HR).get().grants.get().pk],
        "delegation": [Delegation.objects.values_list("pk", flat=True)[0]],
        "act": ["move", "leave", "end", "add"],
        "posting": [lou.postings.latest("since").pk],
        "posting_act": ["correct"],
        "place": list(Place.objects.order_by("pk").values_list("pk", flat=True)[:2]),
        **_runs(people["hana"]),
        "csv": ["csv"],
        "digest": ["digest", "review_asked"],
        "topic": [topic.slug for topic in TOPICS],
        "kind": list(KINDS),
        "platform": [Platform.objects.values_list("pk", flat=True)[0]],
        "recheck": [_recheck(lou).pk],
        "spokesperson": [Spokesperson.objects.earliest("pk").pk],
        "uid": ["1"],
        "token": ["set-password"],
    }


def _recheck(person: Person) -> Recheck:
    """An account of Lou's that rests on a policy of which there was an earlier version."""
    account = Account.objects.filter(owner=person).latest("pk")
    attested = account.request.submissions.latest("number").attestations.exclude(clause=None)
    clauses = [row.clause for row in attested.select_related("clause__version")]
    version = max((clause.version for clause in clauses), key=lambda row: row.number)
    earlier = Version.objects.filter(policy=version.policy_id).earliest("number")
    return Recheck.objects.create(
        request=account.request,
        version=version,
        since=earlier,
        owner=person,
        approver=Person.objects.get(
            pk=account.request.submissions.latest("number")
            .steps.latest("order")
            .decisions.latest("pk")
            .person_id
        ),
        opened_at=timezone.now(),
    )


def _packet(people: dict[str, Person]) -> Packet:
    """What Lou is asked for together, one of it signed."""
    mine = Assignment.objects.filter(person=people["lou"], version__state="in_force")
    policies = Policy.objects.filter(versions__assignments__in=mine).distinct()
    name, who = "Start of the year", [people["lou"], people["val"]]
    return packing.pack(name, list(policies), by=people["polly"], people=who)


def _questions(people: dict[str, Person]) -> dict[str, list[Any]]:
    """A check question that is asked, and one that has ended."""
    asked, other = CheckQuestion.objects.order_by("order")
    writing.change(
        other,
        by=people["polly"],
        text="A student writes to you in a direct message. What do you do?",
        answers=other.answers,
        right=other.right,
        clause=other.clause,
    )
    return {
        "question": [asked.pk],
        "of_question": [asked.version.policy.slug],
        "ended": [other.pk],
        "place_one": [1],
        **_about_text(people),
    }


def _about_text(people: dict[str, Person]) -> dict[str, list[Any]]:
    """What was asked about a policy, what of it is published, and a sheet that Lou asks for."""
    told, handed_on, mine = Question.objects.order_by("asked_at")
    sheet = asking.ask_for_paper(mine.version, by=people["lou"])
    return {
        "asked_question": [mine.pk, told.pk],
        "asked_sheet": [sheet.pk, handed_on.pk],
        "asked_before": [AskedBefore.objects.values_list("pk", flat=True)[0]],
    }


def _on_paper(people: dict[str, Person]) -> dict[str, list[Any]]:
    """What somebody signed on paper, the code of another's sheet, and a file of sheets."""
    by = people["hana"]
    others = Assignment.objects.open().exclude(person__in=people.values()).order_by("-pk")
    first = others[0]
    second = others.filter(requirement=first.requirement).exclude(person=first.person)[0]
    signed, code = codes(first.requirement, first.person, second.person, by=by)
    scan = scanning.read(picture(), name="sheet.png")
    [made] = recording.record([signed], by=by, signed_on=today(), scan=scan)
    rows = printing.asked(first.requirement, by=by, people=[second.person])
    job = begin_sheets(first.requirement, list(rows), by=by, as_list=True)
    running.sweep()
    return {"on_paper": [made.pk], "code": [code], "sheets": [job.pieces.get().pk]}


def _at_a_meeting(people: dict[str, Person]) -> dict[str, list[Any]]:
    """A meeting at which one has signed and another has a code."""
    by = people["hana"]
    known = [person.pk for person in people.values()]
    two = list(preparing.expected(by=by).exclude(pk__in=known)[:2])
    held = meetings.meeting(*two, by=by)
    asked = Assignment.objects.open().filter(person=two[0]).order_by("pk")[0]
    for question in passing.live(asked.version):
        answered(two[0], question, question.right)
    signature = meetings.signed_at_kiosk(held, two[0], asked.version, by=by)
    [code] = meetings.codes(held, two[1], by=by)
    assert signature.slip is not None
    return {"meeting": [held.pk], "seat": [signature.slip.seat_id], "slip": [code]}


def _refused(people: dict[str, Person]) -> Closing:
    """What Lou refused, before a witness."""
    asked = Assignment.objects.open().filter(person=people["lou"]).order_by("-due_on", "-pk")[0]
    return closing.refuse(
        asked,
        by=people["hana"],
        witness=people["otto"],
        refused_on=today(),
        statement="Lou read it and said no.",
    )


def _requests(people: dict[str, Person]) -> dict[str, list[Any]]:
    lou, deciders = people["lou"], [people["pat"], people["ada"]]
    assert lou.posting is not None
    common = {"manager": people["pat"], "place": lou.posting.place}
    unsent = requests.draft(lou, name="Cedar Landing Chess", handle="@CedarChess", **common)
    open_one = requests.sent(lou, name="Science Fair", handle="@CedarScience", **common)
    returned = requests.sent(lou, name="Jazz Band", handle="@CedarJazz", **common)
    requests.decided(returned, by=people["pat"], outcome="returned", reason="Who else signs in?")
    denied = requests.sent(lou, name="Lunch Fails", handle="@LunchFails", **common)
    requests.decided(denied, by=people["pat"], outcome="denied", reason="That is not kind.")
    waiting = requests.registered(
        lou, deciders=deciders, name="Yearbook", handle="@CedarYearbook", **common
    )
    clause = Clause.objects.filter(version__policy__code="533", version__state="in_force")[1]
    exempted = exemptions.granted(
        lou, deciders=[people["ada"], people["tom"]], of=clause, place=lou.posting.place
    )
    active = Account.objects.filter(state="active").values_list("pk", flat=True)[0]
    asked = [open_one, returned, denied, waiting.request]
    return {
        "request": [request.pk for request in asked],
        "unsent": [unsent.pk],
        "account": [waiting.pk, active],
        "notice": [ParentNotice.objects.earliest("pk").pk],
        "es": ["es", "en"],
        "existing": list(ExistingAccount.objects.order_by("pk").values_list("pk", flat=True)),
        "asked_account": [ExistingAccount.objects.get(person=lou, state="asked").pk],
        "existing_sheet": _existing_sheets(people["tom"]),
        "naming": ["name", "not-official", "gone"],
        "impostor": list(Impostor.objects.order_by("pk").values_list("pk", flat=True)),
        "noted": ["noted", "told_platform", "removed"],
        "capture": [Capture.objects.earliest("pk").pk],
        "concern_kind": ["confidential", "communication", "conduct"],
        "concern_draft": [Concern.objects.get(reporter=lou, state="draft").once],
        "concern": [_concern(lou, "communication").number],
        "concern_file": [_concern(lou, "communication").evidence.earliest("pk").key],
        "concern_act": ["talked", "parents", "noted"],
        "concern_duty": [_concern(lou, "communication").clocks.earliest("pk").pk],
        "concern_joined": [_concern(lou, "communication").number],
        "concern_added": [_concern(lou, "communication").receivers.get(why="added").pk],
        "state_pack": [StatePack.objects.get().pk],
        "checked_account": [_yearly_check(lou, common).account_id],
        "left_account": [
            Handover.objects.filter(ended_at=None).values_list("account", flat=True)[0]
        ],
        "closed_account": [Account.objects.filter(state="closed").values_list("pk", flat=True)[0]],
        "exemption": [exempted.pk],
        "relationship": [relationships.noted(lou, decider=people["pat"]).pk],
        "asked_exemption": [exempted.request_id],
        "about_exemption": [exemptions.meeting(exempted.request, by=people["ada"]).pk],
    }


def _concern(lou: Person, kind: str) -> Concern:
    return Concern.objects.get(reporter=lou, kind=kind, state="open")


def _existing_sheets(by: Person) -> list[int]:
    """One with new and doubtful rows, one to correct, and the one of the demo that has ended."""
    doubtful = "Instagram,@CedarLandlngBand,Band,nobody@marlow.example\n"
    fresh = existing.brought(existing.CHOIR, existing.BOOSTERS, doubtful, by=by)
    faulty = existing.brought(existing.CHOIR, "Instagram,@a b,A\n", by=by)
    return [fresh.pk, faulty.pk, Sheet.objects.earliest("pk").pk]


def _yearly_check(lou: Person, common: dict[str, Any]) -> YearlyCheck:
    """The check of an account of Lou's that waits."""
    fields = {"name": "Cedar Landing Radio", "handle": "@CedarRadio", **common}
    deciders = [common["manager"], roles.holders(Role.DISTRICT_ADMINISTRATOR).first()]
    account = requests.registered(lou, deciders=deciders, **fields)
    day = today()
    due_on = day + dt.timedelta(days=20)
    return account.yearly_checks.create(school_year=school_year(day), asked_on=day, due_on=due_on)


def _runs(hana: Person) -> dict[str, list[Any]]:
    """Sheets of HR in every state: applied, waiting, with faults, to be confirmed, not matched."""
    today = sheet_of_today()
    nora = "9001,Nora,Newcomer,,District Office,Clerk,,employee,no\n"
    faulty = "9001,Nora,Newcomer,,District Office,,0,employee,no\n"
    head, *lines = today.splitlines(keepends=True)
    leave = [line for line in lines if line.endswith(",no\n") and "Teacher" in line][:30]
    half = head + "".join(line for line in lines if line not in leave)
    waits = [applied(today, by=hana), waiting(today + nora), waiting(today + faulty)]
    asked = applied(half, by=hana)
    return {
        "run": [run.pk for run in (*waits, asked)],
        "unmatched": [brought(today).pk],
        "applied": [waits[0].pk],
    }
