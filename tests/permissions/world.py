"""One small world for the matrix: an object for every address."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts import delegating, moving
from accounts.models import Person
from approvals.confirming.models import Recheck
from approvals.models import Platform, Promise, Route
from approvals.registry import closing as account_closing
from approvals.registry import informing_parents
from approvals.registry.models import Account, ParentNotice
from district_portal import jobs, mailing
from district_portal.district import painting
from district_portal.district.current import school_year, today
from district_portal.jobs.models import JobPiece
from district_portal.mailing.models import Message
from district_portal.operations.backup import keeping_key
from district_portal.records import scheduling
from district_portal.reports import saving_views
from district_portal.setup import dressing, picturing, settling
from policies.acknowledgments import closing, counting, packing
from policies.acknowledgments.evidence import bundling
from policies.acknowledgments.jobs import begin_sheets
from policies.acknowledgments.models import Closing
from policies.acknowledgments.paper import marking, printing, recording, scanning
from policies.acknowledgments.quizzing import writing
from policies.drafts import commenting, reviewing
from policies.publication.rescinding import rescind
from policies.questions import asking as questions
from policies.questions import publishing as answers
from policies.reviews.review_calendar import record_review
from tests.accounts.roster.sheets import SHEET, applied, brought, sheet_of_today, waiting
from tests.cast import Cast, post
from tests.district_portal.setup.pictures import picture
from tests.factories import api as programs
from tests.factories import approvals as requests
from tests.factories import (
    concerns,
    exemptions,
    impostors,
    meetings,
    records,
    relationships,
    reports,
    speaking,
)
from tests.factories import existing as existing_accounts
from tests.factories.acknowledgments import codes, required, signed
from tests.factories.asking import answered as given_answer
from tests.factories.asking import asked as asked_about
from tests.factories.policies import draft, published
from tests.factories.questions import answered, questioned

COLOR = "#7a0019"


def build(cast: Cast) -> dict[str, object]:
    """Names that the matrix may use as arguments of an address → values."""
    counting.call_roll()
    yesterday = timezone.now() - dt.timedelta(days=1)
    version = published("529", "Staff Use of Social Media", at=yesterday)
    requirement = required(version, by=cast.polly, at=yesterday)
    signature = signed(cast.gus, version)
    question = questioned(version, by=cast.polly)
    answered(cast.lou, question, 1, 0)
    ended = questioned(version, "And then?", by=cast.polly)
    writing.end(ended, by=cast.polly)
    bags = published("545", "Bags", at=yesterday)
    packet = packing.pack("A packet", [bags.policy], by=cast.polly, people=[cast.lou])
    record = closed_unsigned(cast, version)
    own = requests.sent(cast.lou, manager=cast.val, place=cast.northside)
    unsent = requests.draft(
        cast.lou, manager=cast.val, place=cast.northside, handle="@Another", name="Another"
    )
    account = requests.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.val,
        place=cast.northside,
        handle="@ThirdOne",
        name="Third",
    )
    existing = existing_accounts.listed(by=cast.tom)
    settling.settle(by=cast.ada, settings={"lists_not_official": True})
    impostor = impostors.reported(captures=[("a.png", picture())])
    pack = concerns.pack_in_use(by=cast.ada)
    concern = concerns.reported(cast.lou, files=[("a.png", picture())], student="Zadie Quill")
    joined = concerns.joined(concerns.reported(cast.lou), cast.hana, by=cast.pat)
    closed = requests.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.val,
        place=cast.northside,
        handle="@SeventhOne",
        name="Seventh",
    )
    checked = requests.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.val,
        place=cast.northside,
        handle="@SixthOne",
        name="Sixth",
    )
    day = today()
    checked.yearly_checks.create(
        school_year=school_year(day), asked_on=day, due_on=day + dt.timedelta(days=9)
    )
    account_closing.close(closed, reason="It has ended.", by=cast.lou)
    exemption = exemptions.granted(
        cast.lou,
        deciders=[cast.ada, cast.tom],
        of=version.clauses.first(),
        place=cast.northside,
    )
    meeting = exemptions.meeting(exemption.request, by=cast.ada)
    mailing.queue("password_link", key="matrix", to=cast.lou, context={"link": "/x"})
    new = draft("711", "A new one")
    opinion = reviewing.ask(new, [cast.lou], by=cast.polly)[0]
    comment = commenting.add(new, by=cast.lou, text="Whom?")
    later = published("540", "Phones", effective_on=today() + dt.timedelta(days=30))
    record_review(version.policy, on=today(), note="Read.", by=cast.polly)
    rescind(published("560", "Pagers").policy, on=today(), reason="Gone.", by=cast.polly)
    job = jobs.start("policies.import", [jobs.Piece("a.txt", b"A")], by=cast.lou)
    days = {"since": today(), "until": today() + dt.timedelta(days=9)}
    delegation = delegating.delegate(
        cast.pat, to=cast.theo, matters=["requests"], by=cast.pat, **days
    )[0]
    keeping_key.confirm(keeping_key.fingerprint(), by=cast.tom)
    return {
        "key_of_concerns": keeping_key.fingerprint(),
        "grant": cast.hana.grants.get().pk,
        "delegation": delegation.pk,
        "slug": version.policy.slug,
        "version": version.number,
        "today": today().isoformat(),
        "key": version.clauses.first().key,
        "draft": new.pk,
        "opinion": opinion.pk,
        "comment": comment.pk,
        "to_come": later.policy.slug,
        "later": later.number,
        "node": 1,
        "requirement": requirement.pk,
        "assignment": requirement.assignments.get(person=cast.lou).pk,
        "signature": signature.pk,
        "packet": packet.pk,
        "question": question.pk,
        "of_question": version.policy.slug,
        "ended": ended.pk,
        "place_one": 1,
        **on_paper(cast, requirement, yesterday),
        **at_a_meeting(cast, yesterday),
        **about_text(cast, version),
        "refused": "refused",
        "exempted": "exempted",
        "closing": record.pk,
        "bundle": bundling.make(by=cast.hana, policy=version.policy).pk,
        "request": own.pk,
        "unsent": unsent.pk,
        "account": account.pk,
        "existing": existing.pk,
        "asked_account": existing.pk,
        "existing_sheet": existing_accounts.brought(existing_accounts.BOOSTERS, by=cast.tom).pk,
        "naming": "name",
        "notice": notice_with_copy(cast, yesterday).pk,
        "es": "es",
        "impostor": impostor.pk,
        "concern_kind": "conduct",
        "concern_draft": concerns.drafted(cast.lou, about=cast.tom).once,
        "concern": concern.number,
        "concern_file": concern.evidence.get().key,
        "concern_act": "noted",
        "concern_duty": concern.clocks.get().pk,
        "concern_joined": joined.concern.number,
        "concern_added": joined.pk,
        "state_pack": pack.pk,
        "noted": "noted",
        "capture": impostor.captures.get().pk,
        "closed_account": closed.pk,
        "checked_account": checked.pk,
        "left_account": left_alone(cast).pk,
        "exemption": exemption.pk,
        "relationship": relationships.noted(cast.lou, decider=cast.pat).pk,
        "asked_exemption": exemption.request_id,
        "about_exemption": meeting.pk,
        "promise": Promise.objects.first().pk,
        "recheck": Recheck.objects.create(
            request=account.request,
            version=version,
            since=version,
            owner=cast.lou,
            approver=cast.ada,
            opened_at=yesterday,
        ).pk,
        "spokesperson": speaking.assigned(cast.lou, decider=cast.pat, place=cast.northside).pk,
        "platform": Platform.objects.first().pk,
        "route": Route.objects.first().pk,
        "job": job.pk,
        "export": reports.exported(cast.hana).pk,
        "program_token": programs.token(cast.hana)[0].pk,
        "elsewhere": "concerns",
        "saved_view": saving_views.save("Late", "status=late", by=cast.hana).pk,
        "message": Message.objects.get(key="matrix").pk,
        "lou": cast.lou.pk,
        "unnumbered": Person.objects.enter(given_name="Una", family_name="Numbered").pk,
        "act": "move",
        "posting": cast.lou.postings.get().pk,
        "posting_act": "correct",
        "place": cast.northside.pk,
        "run": waiting(SHEET).pk,
        "unmatched": brought(SHEET).pk,
        "applied": applied(sheet_of_today()).pk,
        "csv": "csv",
        "digest": "digest",
        "topic": "signing",
        "none": 0,
        "logo": dressed_up(by=cast.tom),
        "colors": painting.digest(COLOR),
        "kind": "account",
        **as_records(cast, account),
        "uid": "1",
        "token": "set-password",
        "sign_in": 0,
        "linked": 1,
        "provider": "google",
        "passkey": 1,
    }


def as_records(cast: Cast, account: Account) -> dict[str, object]:
    """A schedule, the draft of the next, a hold, and a record."""
    old = records.ready(cast)
    return {
        "disposal": records.proposed(old, by=cast.ada).pk,
        "one": 1,
        "draft_class": scheduling.begin(by=cast.ada).classes.earliest("pk").pk,
        "hold": records.held(by=cast.ada, on="person", person=cast.lou).pk,
        "record_kind": "account",
        "record": account.pk,
    }


def notice_with_copy(cast: Cast, at: dt.datetime) -> ParentNotice:
    """A notice about an account of Lou's that is active by it, and the scan of the letter."""
    account = requests.registered(
        cast.lou,
        deciders=[cast.pat, cast.ada],
        manager=cast.val,
        place=cast.northside,
        handle="@FourthOne",
        name="Fourth",
        at=at,
    )
    copy = scanning.read(picture(), name="letter.png")
    told = {"told_on": today(), "channel": "letter", "text": "Dear parents.", "copy": copy}
    return informing_parents.record_notice(account, by=cast.lou, **told)


def about_text(cast: Cast, version) -> dict[str, object]:
    """What Lou asked about a clause, answered by Pat and published by Polly; and a sheet."""
    asked = given_answer(asked_about(version, by=cast.lou))
    words = {"asked": "May one?", "answer": "Yes."}
    return {
        "asked_question": asked.pk,
        "asked_sheet": questions.ask_for_paper(version, by=cast.lou).pk,
        "asked_before": answers.publish(asked, **words, by=cast.polly).pk,
    }


def left_alone(cast: Cast) -> Account:
    """An account whose owner has just left Northside."""
    owner = Person.objects.enter(
        given_name="Ned", family_name="Gone", email="ned@marlow.example", number="E777"
    )
    post(owner, cast.northside, "Teacher", cast.pat)
    account = requests.registered(
        owner,
        deciders=[cast.pat, cast.ada],
        manager=cast.val,
        place=cast.northside,
        handle="@FifthOne",
        name="Fifth",
    )
    moving.leave(owner, by=cast.hana)
    return account


def on_paper(cast: Cast, requirement, at: dt.datetime) -> dict[str, object]:
    """What Gus signed on paper, the code of Lou's sheet, and a file of sheets that Hana made."""
    another = published("545", "Keys", at=at)
    asked = required(another, people=[cast.gus, cast.theo], at=at)
    typed = codes(asked, cast.gus, cast.theo, by=cast.hana)
    scan = scanning.read(picture(), name="sheet.png")
    made = recording.record(typed, by=cast.hana, signed_on=today(), scan=scan)
    marking.mark(made[1], by=cast.hana, reason="It was another Theo.")
    rows = printing.asked(requirement, by=cast.hana, people=[cast.lou])
    [lous] = codes(requirement, cast.lou, by=cast.hana)
    job = begin_sheets(requirement, list(rows), by=cast.hana, as_list=False)
    piece = job.pieces.get()
    JobPiece.objects.filter(pk=piece.pk).update(is_done=True)
    return {"on_paper": made[0].pk, "code": lous, "sheets": piece.pk}


def at_a_meeting(cast: Cast, at: dt.datetime) -> dict[str, object]:
    """A meeting that Hana prepared: Gus signed there, before nobody, and Lou has a code."""
    ladders = published("548", "Ladders", at=at)
    required(ladders, people=[cast.gus, cast.lou], at=at)
    held = meetings.meeting(cast.gus, cast.lou, by=cast.hana)
    signature = meetings.signed_at_kiosk(held, cast.gus, ladders, by=cast.hana)
    [code] = meetings.codes(held, cast.lou, by=cast.hana)
    return {"meeting": held.pk, "seat": signature.slip.seat_id, "slip": code}


def closed_unsigned(cast: Cast, version) -> Closing:
    """What Val refused, once for good and once before it was reopened."""
    asked = version.assignments.get(person=cast.val)
    facts = {"witness": cast.theo, "refused_on": today(), "statement": "Val said no."}
    first = closing.refuse(asked, by=cast.pat, **facts)
    again = closing.reopen(first, by=cast.hana, reason="Ask once more.")
    return closing.refuse(again, by=cast.pat, **facts)


def dressed_up(*, by) -> str:
    """Logo and color of the district; the digest of the logo."""
    logo = picturing.read(picture())
    dressing.put_up_logo(logo, by=by)
    settling.settle(by=by, settings={"accent": COLOR})
    return logo.digest
