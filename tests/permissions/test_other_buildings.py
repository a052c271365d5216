"""Roles that end at a place, tried with the people and objects of another one.

Nora is in HR for Northside alone, Ira audits Northside alone, Tia is the Title IX coordinator of
Northside. Lou works there; Gus drives for Transportation, and so does Sam, who coaches at Northside
besides. y: 200, or on to a next page; n: 404.
Written by hand, apart from the permissions in the code.
"""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.db import transaction
from django.urls import reverse

from accounts import correcting, delegating, moving, roles
from accounts.settling import NotPossibleError
from district_portal import mailing
from district_portal.district.current import today
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from policies.acknowledgments import closing
from policies.acknowledgments.evidence import bundling
from policies.acknowledgments.paper import recording, scanning
from policies.questions import asking
from tests.cast import person, post
from tests.district_portal.setup.pictures import picture
from tests.factories import api as programs
from tests.factories import approvals as requests
from tests.factories.acknowledgments import codes, required, signed
from tests.factories.asking import asked
from tests.factories.meetings import meeting
from tests.factories.policies import published
from tests.standing import standing

WHO = "nora ira tia"
MATRIX = f"""
                                          {WHO}
GET  people:list                          y y n
GET  people:person lou                    y y n
GET  people:person gus                    n n n
GET  people:person theo                   n n n
GET  people:access lou                    y y n
GET  people:access gus                    n n n
POST people:invite lou                    y n n
POST people:invite gus                    n n n
GET  people:person sam                    y y n
GET  people:act lou move                  y n n
GET  people:act lou leave                 y n n
GET  people:act lou add                   y n n
GET  people:act lou end                   n n n
GET  people:act gus move                  n n n
GET  people:act gus end                   n n n
GET  people:act sam move                  n n n
GET  people:act sam leave                 n n n
GET  people:act sam return                n n n
GET  people:act sam add                   y n n
GET  people:act sam end                   n n n
POST people:act sam end                   n n n
GET  people:act left hire                 y n n
GET  people:act_on_posting lou lous_post correct   y n n
GET  people:act_on_posting gus guss_post correct   n n n
GET  people:act_on_posting sam away correct        n n n
GET  people:act_on_posting sam away cancel         n n n
GET  people:act_on_posting sam here correct        y n n
GET  people:act_on_posting sam here finish         y n n
GET  people:act_on_posting gus here finish         n n n
GET  people:new                           y n n
GET  people:places                        y y y
GET  people:place northside               y y y
GET  people:place_new                     n n n
GET  people:place_change northside        n n n
GET  people:place_head northside          n n n
GET  people:place_close northside         n n n
POST people:place_reopen northside        n n n
GET  people:supervision gus               y y y
POST people:sign_out lou                  n n n
POST people:reset_factors lou             n n n
POST people:accept_delegation lous_task   n n n
POST people:decline_delegation lous_task  n n n
POST people:end_delegation lous_task      n n n
GET  people:roles                         n n n
GET  people:give_role                     n n n
GET  people:end_role grant                n n n
GET  roster:runs                          n n n
GET  roster:upload                        n n n
GET  roster:people_file csv               n n n
GET  acknowledgments:receipt lous         y y n
GET  acknowledgments:receipt guss         n n n
GET  acknowledgments:receipt_pdf lous     y y n
GET  acknowledgments:receipt_pdf guss     n n n
GET  acknowledgments:scan guss_paper      n n n
GET  acknowledgments:mark_mistaken lous_paper y n n
GET  acknowledgments:mark_mistaken guss_paper n n n
POST acknowledgments:mark_mistaken guss_paper n n n
GET  acknowledgments:paper                y n n
GET  acknowledgments:print                y n n
GET  acknowledgments:print_sheets everybodys       y n n
GET  acknowledgments:print_sheets guss_alone       n n n
GET  acknowledgments:record_list          y n n
GET  acknowledgments:record_sheet lous_code        y n n
GET  acknowledgments:meetings             y y n
GET  acknowledgments:prepare_meeting      y n n
GET  acknowledgments:meeting lous_meeting y y n
GET  acknowledgments:meeting mixed        y y n
GET  acknowledgments:meeting guss_meeting n n n
POST acknowledgments:slips lous_meeting   y n n
POST acknowledgments:slips mixed          n n n
POST acknowledgments:end_meeting mixed    n n n
POST acknowledgments:confirm_presence mixed        n n n
GET  acknowledgments:reset_pin lou        y n n
GET  acknowledgments:reset_pin gus        n n n
GET  questions:question lous_sheet        y n n
GET  questions:question guss_sheet        n n n
GET  questions:question lous_question     n n n
POST questions:hand_over lous_sheet       y n n
POST questions:hand_over guss_sheet       n n n
GET  questions:of_policy slug             n n n
GET  acknowledgments:requirements         n n n
GET  acknowledgments:close vals_task      y n n
GET  acknowledgments:close guss_task      n n n
GET  acknowledgments:close_as vals_task refused    y n n
GET  acknowledgments:close_as vals_task exempted   y n n
GET  acknowledgments:close_as guss_task refused    n n n
POST acknowledgments:close_as guss_task exempted   n n n
GET  acknowledgments:closings             y y y
GET  acknowledgments:closing pats_record  y y n
GET  acknowledgments:closing theos_record n n n
GET  acknowledgments:reopen pats_record   y n n
GET  acknowledgments:reopen theos_record  n n n
POST acknowledgments:reopen theos_record  n n n
GET  acknowledgments:bundles              y y n
GET  acknowledgments:evidence_of_person lou        y y n
GET  acknowledgments:evidence_of_person gus        n n n
POST acknowledgments:evidence_of_person gus        n n n
GET  acknowledgments:evidence_of_policy slug       y y n
GET  acknowledgments:bundle_file hanas_bundle      n n n
GET  approvals:request asked_by_lou       n y n
GET  approvals:request asked_by_gus       n n n
GET  approvals:decide asked_by_gus        n n n
GET  reports:acknowledgments              y y n
GET  reports:dashboard                    y y n
GET  reports:remind                       y n n
GET  reports:acknowledgments_file csv     y y n
GET  api:tokens                           y n n
GET  api:new_token                        y n n
GET  api:revoke_token hanas_token         n n n
POST api:revoke_token hanas_token         n n n
GET  mailing:log                          y n n
GET  mailing:message to_lou               y n n
GET  mailing:message to_gus               n n n
POST mailing:resend to_gus                n n n
POST mailing:leave to_gus                 n n n
GET  mailing:again                        y n n
GET  mailing:bounce to_gus                n n n
POST mailing:bounce to_gus                n n n
POST mailing:arrived to_gus               n n n
GET  policies:reviews                     n n n
GET  policies:drafts                      n n n
GET  setup:district                       n n n
"""
ACTS = ["move", "leave", "return", "add", "end", "hire", "correct", "cancel", "finish"]
LINES = [line.split() for line in MATRIX.strip().splitlines()]
COUNT = len(LINES[0])


@standing
def limited(cast):
    """Name → person: one role each that ends at Northside; they work elsewhere."""
    found = {}
    for number, (name, role) in enumerate(
        [
            ("Nora Ward", Role.HR),
            ("Ira Cole", Role.AUDITOR),
            ("Tia Ruiz", Role.TITLE_IX_COORDINATOR),
        ]
    ):
        somebody = person(name, 40 + number)
        post(somebody, cast.district, "Clerk", cast.ada)
        roles.appoint(somebody, role=role, by=cast.ada, place=cast.northside)
        found[name.split()[0].lower()] = somebody
    return found


@standing
def world(cast):
    version = published("529", "Staff Use of Social Media")
    required(version, by=cast.polly)
    another = published("511", "Staff Conduct")
    required(another, by=cast.polly, people=[cast.gus])
    closed = {who: closed_unsigned(who, version, cast).pk for who in (cast.pat, cast.theo)}
    asked = {
        name: requests.sent(who, manager=cast.val, place=place, handle=f"@{name}", name=name)
        for name, who, place in (
            ("lou", cast.lou, cast.northside),
            ("gus", cast.gus, cast.transportation),
        )
    }
    for name in ("lou", "gus"):
        who = getattr(cast, name)
        mailing.queue("password_link", key=name, to=who, context={"link": "/x"})
    sam = person("Sam Both", 60)
    away = post(sam, cast.transportation, "Bus aide", cast.theo)
    here = post(sam, cast.northside, "Coach", cast.pat, primary=False)
    days = {"since": today(), "until": today() + dt.timedelta(days=9)}
    task = delegating.delegate(cast.pat, to=cast.lou, matters=["requests"], by=cast.pat, **days)
    return {
        "sam": sam.pk,
        "away": away.pk,
        "here": here.pk,
        "left": cast.left.pk,
        "northside": cast.northside.pk,
        "lous_post": cast.lou.posting.pk,
        "guss_post": cast.gus.posting.pk,
        "lous_task": task[0].pk,
        **{act: act for act in ACTS},
        "slug": version.policy.slug,
        "hanas_token": programs.token(cast.hana)[0].pk,
        "hanas_bundle": bundling.make(by=cast.hana, policy=version.policy).pk,
        "lou": cast.lou.pk,
        "gus": cast.gus.pk,
        "theo": cast.theo.pk,
        "grant": cast.hana.grants.get().pk,
        "lous": signed(cast.lou, version).pk,
        "guss": signed(cast.gus, version).pk,
        "asked_by_lou": asked["lou"].pk,
        "asked_by_gus": asked["gus"].pk,
        "to_lou": Message.objects.get(key="lou").pk,
        "to_gus": Message.objects.get(key="gus").pk,
        "csv": "csv",
        **about_text(cast, version),
        **on_paper(cast),
        **meetings(cast),
        "vals_task": version.assignments.get(person=cast.val).pk,
        "guss_task": another.assignments.get(person=cast.gus).pk,
        "pats_record": closed[cast.pat],
        "theos_record": closed[cast.theo],
        "refused": "refused",
        "exempted": "exempted",
    }


def on_paper(cast):
    """Gus signed on paper; Lou has a sheet for the same; something else is asked of Gus alone."""
    both = required(published("545", "Keys"), people=[cast.lou, cast.gus])
    alone = required(published("546", "Buses"), people=[cast.gus])
    lous, guss = codes(both, cast.lou, cast.gus, by=cast.hana)
    scan = scanning.read(picture(), name="sheet.png")
    [made] = recording.record([guss], by=cast.hana, signed_on=today(), scan=scan)
    ringing = required(published("547", "Bells"), people=[cast.lou])
    facts = {"by": cast.hana, "signed_on": today(), "scan": scan}
    [of_lou] = recording.record(codes(ringing, cast.lou, by=cast.hana), **facts)
    return {
        "guss_paper": made.pk,
        "lous_paper": of_lou.pk,
        "lous_code": lous,
        "everybodys": both.pk,
        "guss_alone": alone.pk,
    }


def about_text(cast, version):
    """What Lou asked, and the sheets that Lou and Gus ask for."""
    return {
        "lous_question": asked(version, by=cast.lou).pk,
        "lous_sheet": asking.ask_for_paper(version, by=cast.lou).pk,
        "guss_sheet": asking.ask_for_paper(version, by=cast.gus).pk,
    }


def meetings(cast):
    """One of Lou, one of Gus, one of both, as Hana prepares them."""
    whom = {"lous_meeting": [cast.lou], "guss_meeting": [cast.gus], "mixed": [cast.lou, cast.gus]}
    return {name: meeting(*people, by=cast.hana).pk for name, people in whom.items()}


def closed_unsigned(person, version, cast):
    asked = version.assignments.get(person=person)
    return closing.exempt(asked, by=cast.hana, reason="Wrote this policy.")


@pytest.mark.thorough
def test_limited_roles_end_at_their_place(client, limited, world):
    wrong = {}
    for row in LINES[1:]:
        method, name, *arguments = row[:-COUNT]
        address = reverse(name, args=[world[argument] for argument in arguments])
        for who, letter in zip(LINES[0], row[-COUNT:], strict=True):
            found = _letter(client, method, address, limited[who])
            if found != letter:
                wrong[f"{method} {name} {' '.join(arguments)} ({who})"] = found
    assert wrong == {}


def _letter(client, method, address, who):
    with transaction.atomic():
        client.force_login(who)
        status = getattr(client, method.lower())(address).status_code
        transaction.set_rollback(True)
    return {200: "y", 302: "y", 404: "n"}.get(status, str(status))


@pytest.mark.parametrize("who", ["nora", "ira"])
def test_lists_reports_and_exports_show_nobody_of_another_place(client, limited, world, who):
    client.force_login(limited[who])
    people = {str(row) for row in client.get(reverse("people:list")).context["people"]}
    assert people == {"Pat Novak", "Lou Berg", "Mia Álvarez", "Val O’Neill", "Sam Both"}
    report = client.get(reverse("reports:acknowledgments"))
    assert report.context["finding"].asked == 5  # Mia is on leave; Lou has Keys and Bells besides
    export = client.get(reverse("reports:acknowledgments_file", args=["csv"]))
    rows = list(csv.reader(io.StringIO(export.content.decode("utf-8-sig"))))
    assert {row[1] for row in rows if row} & {"de la Cruz, Gus", "Nguyễn, Theo"} == set()
    assert any("Berg, Lou" in row for row in rows)


def test_the_mail_log_of_one_place_counts_that_place(client, limited, world):
    client.force_login(limited["nora"])
    log = client.get(reverse("mailing:log"))
    assert {str(mail.person) for mail in log.context["mails"]} <= {
        "Pat Novak", "Lou Berg", "Mia Álvarez", "Val O’Neill", "Sam Both",
    }  # fmt: skip
    theirs = Message.objects.filter(person__postings__place__name="Northside School").distinct()
    assert log.context["counts"]["waiting"] == theirs.count()


def test_a_leaver_s_page_stays_with_the_place_that_they_left(client, cast, limited):
    client.force_login(limited["nora"])
    assert client.get(reverse("people:person", args=[cast.left.pk])).status_code == 200


def test_hr_of_one_place_is_offered_only_what_lies_within_reach(client, limited, world, cast):
    client.force_login(limited["nora"])
    offered = client.get(reverse("people:person", args=[world["sam"]])).context
    assert [name for name, _title in offered["acts"]] == ["add"]
    by_posting = {row["posting"].pk: bool(row["acts"]) for row in offered["postings"]}
    assert by_posting == {world["away"]: False, world["here"]: True}
    lous = client.get(reverse("people:person", args=[cast.lou.pk])).context
    assert [name for name, _title in lous["acts"]] == ["move", "leave", "add"]


def test_hr_of_one_place_changes_nothing_elsewhere_by_the_way(limited, cast):
    nora = limited["nora"]
    moving.move(cast.lou, by=cast.hana, on=in_days(9), place=cast.transportation)
    with pytest.raises(NotPossibleError, match="beyond your places"):
        moving.move(cast.lou, by=nora, position="Dean")
    assert moving.move(cast.lou, by=cast.hana, position="Dean").position == "Dean"
    moving.move(cast.val, by=nora, position="Helper")
    assert cast.val.postings.current().get().position == "Helper"


def test_hr_of_one_place_ends_nobody_s_stay_by_any_way(limited, cast):
    nora = limited["nora"]
    with pytest.raises(NotPossibleError, match="Only human resources of the district"):
        moving.leave(cast.lou, by=nora, last_day=in_days(3))
    moving.leave(cast.lou, by=cast.hana, last_day=in_days(9))
    with pytest.raises(NotPossibleError, match="Only human resources of the district"):
        correcting.correct(cast.lou.postings.get(), by=nora, reason="x", until=in_days(1))
    assert cast.lou.postings.get().until == in_days(9)


def in_days(days):
    return today() + dt.timedelta(days=days)
