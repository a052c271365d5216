"""Every address of a concern, by everybody, at every stage: who may not see it gets a 404."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import NoReverseMatch, reverse

from accounts import moving, removing
from accounts.models import RoleGrant
from approvals.concerns import adding, clocks
from approvals.concerns.models import Concern
from approvals.concerns.urls import urlpatterns
from district_portal.mailing.models import Message
from district_portal.permissions import Role
from tests.cast import SINCE, person, post
from tests.factories.concerns import drafted, joined, pack_in_use, picture, receivers, reported

pytestmark = pytest.mark.page
Kind = Concern.Kind
NOTHING = (404, 405)
OF_THE_REPORTER = {"concern", "file", "picture", "sent", "tell_more"}
LIMITED = [Role.HR, Role.AUDITOR, Role.TITLE_IX_COORDINATOR]


@pytest.fixture
def everybody(cast) -> dict:
    """The cast, and some more: a principal elsewhere, and roles that end at the school."""
    found = {name: who for name, who in cast.people().items() if who.is_active}
    nora = person("Nora Elsewhere", 71)
    post(nora, cast.transportation, "Dispatcher", cast.theo)
    found["nora"] = nora
    for number, role in enumerate(LIMITED, start=72):
        somebody = person(f"L{number} {role.label}", number)
        post(somebody, cast.northside, "Clerk", cast.pat)
        place = cast.northside if role != Role.TITLE_IX_COORDINATOR else None
        RoleGrant.objects.create(person=somebody, role=role, place=place, since=SINCE)
        found[role.value] = somebody
    return found


def addresses(concern):
    """Every address below that of the concern, by its name; each file, act, seat and duty."""
    evidence = concern.evidence.get()
    seat = concern.receivers.filter(ended_at=None).earliest("pk")
    clock = concern.clocks.earliest("pk")
    known = {
        "key": [evidence.key],
        "what": ["noted", "police", "closed"],
        "pk": [seat.pk, clock.pk],
    }
    for pattern in urlpatterns:
        names = list(pattern.pattern.converters)
        if names[:1] != ["number"]:
            continue
        if len(names) == 1:
            yield pattern.name, reverse(f"concerns:{pattern.name}", args=[concern.number])
            continue
        for value in known[names[1]]:
            try:
                told = [concern.number, value]
                yield pattern.name, reverse(f"concerns:{pattern.name}", args=told)
            except NoReverseMatch:
                continue


def opened(client, who, concern):
    """The names of the addresses at which somebody gets anything but a 404.

    A method that an address never takes is refused (405) whatever number it names.
    """
    client.force_login(who)
    found = set()
    for name, address in addresses(concern):
        answers = [client.get(address), client.post(address, {})]
        found |= {name for answer in answers if answer.status_code not in NOTHING}
    listed = client.get("/concerns/").content.decode()
    if concern.number in listed:
        found.add("list")
    return found


def only(everybody, *names):
    return {name: everybody[name] for name in names}


def check(client, concern, everybody, *, deal):
    """Those who deal with it open all, its reporter their own part, all others nothing."""
    every = {name for name, _ in addresses(concern)}
    for name, who in everybody.items():
        found = opened(client, who, concern)
        if who in deal:
            assert found >= every - {"sent", "tell_more"} | {"list"}, name
        elif who == concern.reporter:
            assert found == OF_THE_REPORTER | {"list"}, name
        else:
            assert found == set(), name


@pytest.fixture
def concern(cast):
    pack_in_use(by=cast.ada)
    return reported(
        cast.lou, kind=Kind.CONDUCT, about=cast.gus, files=[("a.jpg", picture())], student="Zed"
    )


def test_at_each_stage_only_those_who_may_see_it_get_anything_but_a_404(
    client, cast, concern, everybody
):
    check(client, concern, everybody, deal={cast.pat, cast.ada})
    seat = joined(concern, cast.hana, by=cast.pat)
    some = only(everybody, "hana", "lou", "gus")
    check(client, concern, some, deal={cast.pat, cast.ada, cast.hana})
    adding.remove(seat, by=cast.pat, reason="Done", once=uuid4())
    check(client, concern, some, deal={cast.pat, cast.ada})


def test_who_moves_elsewhere_or_leaves_sees_nothing_more(client, cast, concern, everybody):
    seat = joined(concern, cast.theo, by=cast.pat)
    moving.leave(cast.theo, by=cast.hana)
    moving.move(cast.pat, by=cast.hana, place=cast.district, position="Coach", supervisor=cast.ada)
    cast.northside.refresh_from_db()
    assert seat.person not in receivers(concern)
    deal = receivers(concern) | {cast.ada}
    check(client, concern, only(everybody, "pat", "ada", "nora", "lou"), deal=deal)


def test_what_is_about_a_district_administrator_is_hidden_from_them(client, cast, everybody):
    pack_in_use(by=cast.ada)
    concern = reported(
        cast.lou, kind=Kind.CONDUCT, about=cast.ada, files=[("a.jpg", picture())], student="Zed"
    )
    check(client, concern, only(everybody, "ada", "bea", "tom", "hana"), deal={cast.bea})


@pytest.mark.parametrize("role", [Role.TECHNOLOGY_COORDINATOR, Role.AUDITOR])
def test_who_may_know_which_exist_does_not_learn_of_those_about_themselves(client, cast, role):
    RoleGrant.objects.create(person=cast.ada, role=role, since=SINCE)
    mine, other = reported(cast.lou, about=cast.ada), reported(cast.lou)
    client.force_login(cast.ada)
    page = client.get("/concerns/existing/").text
    assert other.number in page
    assert mine.number not in page


@pytest.mark.parametrize("name", ["ada", "tom", "hana"])
def test_the_mail_log_tells_nobody_of_a_concern_about_themselves(client, cast, name):
    pack_in_use(by=cast.ada)
    concern = reported(cast.lou, kind=Kind.CONDUCT, about=getattr(cast, name))
    clock = concern.clocks.earliest("due_at")
    clocks.sweep(at=clock.due_at + dt.timedelta(hours=1))
    assert Message.objects.filter(name="concern_overdue").exists()
    client.force_login(getattr(cast, name))
    assert "Confidential mail" not in client.get("/mail/").text


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_posting_that_is_taken_out_does_not_tell_who_reports(cast, is_sent):
    concern = (reported if is_sent else drafted)(cast.lou)
    assert concern.posting == cast.lou.posting
    removing.remove(cast.lou.posting, by=cast.hana, reason="Entered by mistake")
    concern.refresh_from_db()
    assert concern.posting is None
    if is_sent:
        assert receivers(concern)
        with pytest.raises(IntegrityError), transaction.atomic():
            Concern.objects.update(posting=cast.pat.posting)


def test_an_administrator_who_reports_sees_their_own_part_alone(client, cast, everybody):
    pack_in_use(by=cast.ada)
    concern = reported(cast.ada, kind=Kind.CONDUCT, about=cast.gus, files=[("a.jpg", picture())])
    some = only(everybody, "ada", "bea", "pat", "gus")
    check(client, concern, some, deal=receivers(concern))


def test_a_guest_is_sent_to_sign_in_whether_it_is_there_or_not(client, cast, concern):
    for _name, address in addresses(concern):
        there = client.get(address)
        absent = client.get(address.replace(concern.number, "C2026-999"))
        assert there.status_code == absent.status_code == 302
        assert there.url.startswith("/accounts/login/")


def test_a_draft_is_its_writer_s_alone(client, cast, everybody):
    draft = drafted(cast.lou, about=cast.gus)
    for who in everybody.values():
        client.force_login(who)
        status = client.get(reverse("concerns:draft", args=[draft.once])).status_code
        assert status == (200 if who == cast.lou else 404), who
