"""Concerns are kept by the schedule, held, disposed of; whom one is about learns nothing of it."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import RoleGrant
from approvals.concerns import chasing, closing, forgetting, handling, reporting, sealing, supplying
from approvals.concerns import filing as files
from approvals.concerns.models import (
    Act,
    Concern,
    ConcernKey,
    Evidence,
    Receiver,
    Statement,
    StudentName,
)
from district_portal import audit
from district_portal.audit.models import Event
from district_portal.district.current import today
from district_portal.permissions import Role
from district_portal.records import confirming, gates, holding, proposing, running
from district_portal.records.kinds import named
from district_portal.records.models import Hold, Run, RunRecord, Tombstone
from district_portal.uncounted import uncounted
from tests.cast import SINCE, person, post
from tests.factories import concerns as factory
from tests.factories import records
from tests.factories.records import LONG_AGO

KIND = named("concern")


def closed(by, handler, *, at=LONG_AGO, **fields):
    """A concern that was sent and closed long ago."""
    given = {"student": "Zadie Quill", "files": [("a.jpg", factory.picture())], **fields}
    concern = factory.reported(by, at=at, **given)
    close(concern, handler, at=at + dt.timedelta(days=2))
    return Concern.objects.get(pk=concern.pk)


def close(concern, by, *, at):
    handling.record(Act.What.NOTED, concern, by=by, text="Note", once=uuid4(), at=at)
    closing.close(concern, by=by, outcome="Settled", once=uuid4(), at=at)


def propose(*concerns, by):
    asked = [("concern", concern.pk) for concern in concerns]
    return proposing.propose(asked, reason="The years are over.", by=by)


def carried_out(**options):
    said = StringIO()
    call_command("dispose_records", stdout=said, **options)
    return said.getvalue()


@pytest.fixture
def schedule(cast):
    return records.adopted(by=cast.ada)


@pytest.fixture
def second(cast):
    """Another District Administrator, and another Technology Coordinator."""
    found = []
    roles = {"Ivo": Role.DISTRICT_ADMINISTRATOR, "Kim": Role.TECHNOLOGY_COORDINATOR}
    for number, (name, role) in enumerate(roles.items(), start=81):
        who = person(f"{name} Second", number)
        post(who, cast.district, "Assistant", cast.ada)
        RoleGrant.objects.create(person=who, role=role, since=SINCE)
        found.append(who)
    return found


def hold_on(cast, **what):
    said = {"case_name": "Doe v. District", "reason": "A lawsuit.", "held_since": today()}
    return holding.place(by=cast.ada, **said, **what)


@pytest.mark.django_db(transaction=True)
def test_a_concern_leaves_with_its_files_and_its_key_and_leaves_a_tombstone(cast, schedule):
    concern, other = closed(cast.lou, cast.pat), closed(cast.val, cast.pat)
    wrapped = bytes(concern.key.wrapped)
    run = propose(concern, by=cast.ada)
    confirming.confirm(run, by=cast.tom)
    carried_out()
    assert list(Concern.objects.all()) == [other]
    for model in (Statement, Evidence, Receiver, Act, StudentName, ConcernKey):
        assert not model.objects.exclude(concern=other).exists(), model
    stone = Tombstone.objects.get()
    assert str(stone) == f"Concern {concern.number}"
    assert stone.tables["concerns_concernkey"] == stone.tables["concerns_evidence"] == 1
    assert wrapped not in {bytes(key.wrapped) for key in ConcernKey.objects.all()}
    assert not audit.events(act__startswith="records.confidential_").exists()
    event = Event.objects.get(act="records.confidential_disposed")
    assert event.after == {"record": concern.pk}


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_concern_is_deleted_by_the_role_of_the_web(cast, schedule):
    from tests.freezing.portal_role import as_portal_role  # noqa: PLC0415

    concern = closed(cast.lou, cast.pat)
    with as_portal_role():
        for model in (Statement, Evidence, Receiver, Act, ConcernKey, Concern):
            of_it = {"pk" if model is Concern else "concern": concern.pk}
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.filter(**of_it)._raw_delete("default")


def test_what_is_open_or_too_young_or_without_a_class_stays(cast, schedule):
    old = factory.reported(cast.lou, at=LONG_AGO)
    young = closed(cast.val, cast.pat, at=timezone.now() - dt.timedelta(days=9))
    for concern in (old, young):
        with pytest.raises(proposing.ProposalError):
            propose(concern, by=cast.ada)


def test_it_is_never_archived_in_the_clear_and_no_page_says_more_of_it(client, cast, schedule):
    concern = closed(cast.lou, cast.pat)
    row = gates.rows(KIND).get(pk=concern.pk)
    told = gates.look(gates.reading.facts(KIND, row), day=today(), reader=cast.ada)
    assert gates.shut(told) == []
    client.force_login(cast.ada)
    for name in ("rule", "archived", "not-archived"):
        assert client.get(f"/records/of/concern/{concern.pk}/{name}/").status_code == 404


@pytest.mark.parametrize("on", ["record", "reporter", "about", "handler", "place"])
def test_a_hold_reaches_the_concern_its_files_and_the_student_s_name(cast, schedule, on):
    concern = closed(cast.lou, cast.pat, about=cast.gus)
    what = {
        "record": {"on": Hold.On.RECORD, "kind": "concern", "record": concern.pk},
        "reporter": {"on": Hold.On.PERSON, "person": cast.lou},
        "about": {"on": Hold.On.PERSON, "person": cast.gus},
        "handler": {"on": Hold.On.PERSON, "person": cast.pat},
        "place": {"on": Hold.On.PLACE, "place": cast.northside},
    }[on]
    placed = hold_on(cast, **what)
    with pytest.raises(proposing.ProposalError, match="legal hold"):
        propose(concern, by=cast.ada)
    assert forgetting.forget() == 0
    holding.lift(placed, reason="Settled.", by=cast.ada)
    assert forgetting.forget() == 1
    assert not StudentName.objects.exists()
    assert audit.history(concern).filter(act="concerns.student_name_removed").count() == 1
    propose(concern, by=cast.ada)


def test_a_hold_on_somebody_who_left_keeps_their_draft(cast, schedule):
    factory.drafted(cast.left, at=LONG_AGO)
    placed = hold_on(cast, on=Hold.On.PERSON, person=cast.left)
    assert forgetting.forget_drafts() == 0
    holding.lift(placed, reason="Settled.", by=cast.ada)
    assert forgetting.forget_drafts() == 1


@pytest.mark.parametrize("on", ["reporter", "about"])
def test_a_held_draft_is_gone_for_its_reporter_alone(client, cast, schedule, on):
    """A refusal would tell anybody of whom they name in a draft whether a hold is on them."""
    draft = factory.drafted(cast.lou, about=cast.gus, files=[("a.jpg", factory.picture())])
    placed = hold_on(cast, on=Hold.On.PERSON, person=cast.lou if on == "reporter" else cast.gus)
    client.force_login(cast.lou)
    address = draft.get_absolute_url()
    assert address in client.get("/concerns/new/").text
    answer = client.post(f"{address}discard/", follow=True)
    assert "The draft is gone, with its files." in answer.text
    for page in ("/concerns/new/", "/concerns/", "/"):
        assert "concerns/drafts/" not in client.get(page).text
    kept = Concern.objects.get()
    assert kept.draft_files.count() == 1
    for gone in (address, kept.get_absolute_url()):
        assert client.get(gone).status_code == 404
        assert client.post(f"{gone}discard/").status_code == 404
    for act in (reporting.send, reporting.take_out):
        with pytest.raises(Concern.DoesNotExist):
            act(kept, by=cast.lou, **({} if act == reporting.send else {"key": uuid4()}))
    reporting.discard(draft, by=cast.lou)
    assert chasing.chase(at=timezone.now() + dt.timedelta(days=30)) == 0
    again = factory.drafted(cast.lou, once=draft.once)
    assert again != kept
    assert forgetting.forget_drafts() == 0
    holding.lift(placed, reason="Settled.", by=cast.ada)
    assert forgetting.forget_drafts() == 1
    assert list(Concern.objects.all()) == [again]
    assert Event.objects.filter(act="concerns.discarded").count() == 1


def pages(client, who, *more):
    """All that the pages of records tell somebody."""
    client.force_login(who)
    addresses = (
        *("/records/", "/records/due/?kind=concern", "/records/disposals/", "/records/gone/"),
        *("/records/holds/", "/records/holds/?state=any", "/", *more),
    )
    answers = [client.get(address) for address in addresses]
    return "".join(answer.text for answer in answers if answer.status_code == 200)


@pytest.mark.parametrize("name", ["tom", "otto"])
def test_who_keeps_records_learns_the_number_and_the_times_alone(client, cast, schedule, name):
    who = getattr(cast, name)
    concern = closed(cast.lou, cast.pat, about=cast.gus, kind="conduct")
    hold_on(cast, on=Hold.On.PERSON, person=cast.gus)
    page = pages(client, who, f"/records/of/concern/{concern.pk}/")
    assert concern.number in page
    assert "It has to stay for now" not in page
    for words in ("Lou Berg", "Northside", "Harassment", concern.get_absolute_url()):
        assert words not in page.partition("<main")[2], words
    assert "Doe v. District" not in page or name == "otto"
    held = Hold.objects.get()
    if name == "otto":
        assert concern.number not in client.get(held.get_absolute_url()).text
    client.force_login(cast.ada)
    assert concern.number in client.get(held.get_absolute_url()).text


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["tom", "otto"])
def test_no_page_tells_by_a_hold_on_a_person_which_concern_is_about_them(
    client, cast, schedule, name
):
    who = getattr(cast, name)
    about, other = closed(cast.lou, cast.pat, about=cast.gus), closed(cast.lou, cast.pat)
    run = propose(about, other, by=cast.ada)

    def told(concern, *more):
        page = pages(client, who, f"/records/of/concern/{concern.pk}/", *more)
        return page.count("Ready"), page.count("stay"), page.count("hold"), "keeps it" in page

    before = told(other)
    hold_on(cast, on=Hold.On.PERSON, person=cast.gus)
    assert told(about)[0] == told(other)[0] == before[0]
    assert told(about) == told(other)
    page = pages(client, who, run.get_absolute_url())
    assert "Not yet" not in page
    confirming.confirm(run, by=cast.tom)
    carried_out()
    assert list(Concern.objects.all()) == [about]
    page = pages(client, who, run.get_absolute_url(), f"/records/of/concern/{about.pk}/")
    assert "Kept instead" in page
    assert "It has to stay for now" not in page
    client.force_login(cast.ada)
    assert "It has to stay for now" in client.get(run.get_absolute_url()).text


@pytest.mark.parametrize("name", ["ada", "tom"])
def test_nobody_learns_of_one_about_themselves(client, cast, schedule, second, name):
    other_admin = second[0]
    who = getattr(cast, name)
    handler = cast.bea if name == "ada" else cast.pat
    mine = closed(cast.lou, handler, about=who)
    proposer = other_admin if name == "ada" else cast.ada
    hold_on(cast, on=Hold.On.RECORD, kind="concern", record=mine.pk) if name == "tom" else None
    placed = Hold.objects.first()
    if placed:
        holding.lift(placed, reason="Settled.", by=cast.ada)
    alone = propose(mine, by=proposer)
    more = [f"/records/of/concern/{mine.pk}/", f"/records/disposals/{alone.pk}/"]
    if placed:
        more.append(placed.get_absolute_url())
    page = pages(client, who, *more)
    assert mine.number not in page
    assert f"Disposal {alone.pk}" not in page
    for address in more:
        assert client.get(address).status_code == 404, address
    for act in ("confirm", "refuse", "withdraw", "stop"):
        assert client.post(f"/records/disposals/{alone.pk}/{act}/").status_code == 404
    assert not running.waiting_for(who, day=today()).exists()
    assert mine.number in pages(client, proposer, *more)
    confirming.refuse(alone, reason="Not now.", by=second[1])
    assert not audit.events(act__startswith="records.disposal").exists()
    assert not audit.events(act__in=["records.held", "records.hold_lifted"]).exists()
    assert Event.objects.filter(act="records.confidential_proposed").count() == 1
    assert Event.objects.filter(act="records.confidential_answered").count() == 1
    if name == "ada":
        with pytest.raises(proposing.ProposalError, match="not there any more"):
            propose(mine, by=cast.ada)
        with pytest.raises(holding.HoldError):
            hold_on(cast, on=Hold.On.RECORD, kind="concern", record=mine.pk)
        assert mine.number not in str(
            holding.would_catch(on=Hold.On.PERSON, person=cast.lou, by=cast.ada)
        )


@pytest.mark.django_db(transaction=True)
def test_what_one_confirms_unknowingly_about_oneself_stays(client, cast, schedule, second):
    other_tech = second[1]
    mine, other = closed(cast.lou, cast.pat, about=cast.tom), closed(cast.val, cast.pat)
    run = propose(mine, other, by=cast.ada)
    page = pages(client, cast.tom, run.get_absolute_url())
    assert other.number in page
    assert mine.number not in page
    [row] = running.runs(reader=cast.tom)
    assert row.records_in_all == 1
    client.post(f"/records/disposals/{run.pk}/confirm/")
    for dry_run in (True, False):
        assert mine.number not in carried_out(dry_run=dry_run)
    assert list(Concern.objects.all()) == [mine]
    page = pages(client, cast.tom, run.get_absolute_url())
    assert other.number in page
    assert mine.number not in page
    assert "It has to stay for now" in pages(client, cast.ada, run.get_absolute_url())
    again = propose(mine, by=cast.ada)
    confirming.confirm(again, by=other_tech)
    carried_out()
    assert not Concern.objects.exists()
    assert mine.number not in pages(
        client, cast.tom, run.get_absolute_url(), again.get_absolute_url()
    )
    assert mine.number in pages(client, other_tech, again.get_absolute_url())
    assert mine.number in pages(client, cast.ada, again.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_the_command_says_the_same_whatever_becomes_of_concerns(cast, schedule):
    """Whoever types it may be whom one is about: not even a count may differ from their page."""
    nothing = [carried_out(dry_run=dry_run) for dry_run in (True, False)]
    mine, other = closed(cast.lou, cast.pat, about=cast.tom), closed(cast.val, cast.pat)
    confirming.confirm(propose(mine, other, by=cast.ada), by=cast.tom)
    assert [carried_out(dry_run=dry_run) for dry_run in (True, False)] == nothing
    assert list(Concern.objects.all()) == [mine]


def test_who_reported_it_neither_proposes_nor_confirms(cast, schedule, second):
    concern = closed(cast.ada, cast.bea)
    with pytest.raises(proposing.ProposalError, match="your own record"):
        propose(concern, by=cast.ada)
    theirs = closed(cast.tom, cast.ada)
    run = propose(theirs, by=cast.ada)
    with pytest.raises(confirming.VerdictError, match="your own record"):
        confirming.confirm(run, by=cast.tom)


def test_the_number_of_a_run_says_nothing_of_those_before_it(client, cast, schedule):
    """Where it did, a gap would tell the one whom they are about of hidden ones in between."""
    seen = []
    for turn in range(12):
        if turn % 3 == 1:
            propose(closed(cast.lou, cast.pat, about=cast.tom), by=cast.ada)
        seen.append(propose(closed(cast.lou, cast.pat), by=cast.ada))
    numbers = [run.pk for run in seen]
    assert all(number in proposing.NUMBERS for number in numbers)
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))
    steps = [abs(later - earlier) for earlier, later in pairwise(numbers)]
    assert max(steps) > len(proposing.NUMBERS) // 20
    client.force_login(cast.tom)
    page = client.get("/records/disposals/").text
    places = [page.index(f"Disposal {number}<") for number in numbers]
    assert places == sorted(places, reverse=True)


def test_a_number_of_a_run_is_given_once(cast, schedule, monkeypatch):
    first = propose(closed(cast.lou, cast.pat), by=cast.ada).pk
    other, turns = closed(cast.lou, cast.pat), iter([first, first, 7])
    monkeypatch.setattr(proposing.secrets, "choice", lambda _numbers: next(turns))
    assert propose(other, by=cast.ada).pk == 7


def test_ids_tell_no_count():
    ids = [uncounted() for _ in range(500)]
    assert ids == sorted(set(ids))
    gaps = {later - earlier for earlier, later in pairwise(ids)}
    assert len(gaps) > 400


def test_a_file_of_a_held_concern_can_still_be_added(cast, schedule):
    concern = closed(cast.lou, cast.pat)
    hold_on(cast, on=Hold.On.RECORD, kind="concern", record=concern.pk)
    late = files.read(factory.picture("red"), name="late.jpg")
    supplying.add_files(concern, [late], by=cast.pat, once=uuid4())
    assert concern.evidence.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_copy_of_the_key_alone_would_still_open_a_backup(cast, schedule):
    """What docs/operating/concerns.md says of backups that were taken before."""
    concern = closed(cast.lou, cast.pat)
    key, content = ConcernKey.objects.get(concern=concern), concern.statement.content
    run = propose(concern, by=cast.ada)
    confirming.confirm(run, by=cast.tom)
    carried_out()
    assert not RunRecord.objects.filter(tombstone=None).exists()
    assert Run.objects.count() == 1
    concern.key = key
    assert "grades" in sealing.open_(concern, content, field="statement")
