"""Of people who left, what they needed here goes by the schedule; what proves stays."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts import ending
from accounts.models import Person, Posting
from accounts.roster import applying
from accounts.roster.models import Change, Trace
from approvals.models import Request
from district_portal.api.models import Token
from district_portal.audit import events, sealing
from district_portal.audit.verifying import verify
from district_portal.district.current import today
from district_portal.mailing import resending
from district_portal.mailing.models import Happening, Message
from district_portal.privacy.records import LEAVER, REMOVED
from district_portal.records import confirming, gates, holding, proposing, reading
from district_portal.records.connecting import as_disposal
from district_portal.records.kinds import named
from district_portal.records.models import Spared, Tombstone
from district_portal.reports.models import SavedView
from policies.acknowledgments.evidence import bundling
from policies.acknowledgments.kiosk import opening
from policies.acknowledgments.models import Bundle, BundleFile, Pin, Signature
from tests.accounts.roster.sheets import HEADING, waiting
from tests.factories import api
from tests.factories import records as factory
from tests.factories.acknowledgments import cost, required, signed
from tests.factories.meetings import codes, meeting
from tests.factories.policies import published
from tests.freezing.portal_role import as_portal_role
from tests.standing import standing

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "rosa.quill@marlow.example"
PHONE = "555-0147"
PIN = "739104"
LINE = f"77,Rosa,Quill,{ADDRESS},Northside School,Teacher,E001,employee,no,,\n"


def came(line=LINE):
    """What came of a line that says how somebody is, and leaves all others alone."""
    return applying.apply(waiting(f"{HEADING}\n{line}", whole=False), by=None)


def left(person, year=2016):
    Posting.objects.filter(person=person, until=None).update(
        since=dt.date(year - 1, 8, 20), until=dt.date(year, 6, 10)
    )
    ending.end_stay({person.pk})
    person.refresh_from_db()


@standing
def rosa(cast):
    """Somebody with all that one can have, who left long ago."""
    came()
    rosa = Person.objects.get(number="77")
    came(LINE.replace("rosa.quill@", "rosa@"))
    came()
    Person.objects.filter(pk=rosa.pk).update(phone=PHONE, reach="Room 12", language="es")
    rosa.refresh_from_db()
    version = published("529", "Staff Use of Social Media")
    required(version, by=cast.polly)
    [code] = codes(meeting(rosa, by=cast.hana), rosa, by=cast.hana)
    opening.choose(opening.find(code, address="192.0.2.7"), PIN)
    signed(rosa, version)
    EmailAddress.objects.create(user=rosa, email=ADDRESS, verified=True)
    Authenticator.objects.create(user=rosa, type="totp", data={"secret": "x"})
    SocialAccount.objects.create(user=rosa, provider="google", uid="1", extra_data={"e": ADDRESS})
    UserSession.objects.create(
        user=rosa, ip="192.0.2.7", session_key="k", user_agent="Chrome", last_seen_at=timezone.now()
    )
    SavedView.objects.create(person=rosa, name="Mine", query="shown=open", saved_at=timezone.now())
    Request.objects.create(requester=rosa, kind="account", draft={"write_to": ADDRESS})
    api.token(rosa, "policies")
    Message.objects.filter(person=rosa).update(state="sent", sent_at=timezone.now())
    for mail in Message.objects.filter(person=rosa)[:1]:
        Message.objects.filter(pk=mail.pk).update(answer=f"550 <{ADDRESS}> is gone")
        Happening.objects.create(
            message=mail, at=timezone.now(), what="failed", words=f"550 <{ADDRESS}> is gone"
        )
    left(rosa)
    return rosa


def emptied(person, cast):
    run = proposing.propose([(LEAVER, person.pk)], reason="Years are over.", by=cast.ada)
    confirming.confirm(run, by=cast.tom)
    return carried_out()


def carried_out(**options):
    said = StringIO()
    call_command("dispose_records", stdout=said, **options)
    return said.getvalue()


def where(words):
    """The tables in which these words stand anywhere."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = set()
        for table in tables:
            cursor.execute(f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE %s', [f"%{words}%"])
            if cursor.fetchone():
                found.add(table)
    return found


def shut(person, reader):
    row = gates.rows(named(LEAVER)).get(pk=person.pk)
    facts = reading.facts(named(LEAVER), row)
    return [one.words for one in gates.shut(gates.look(facts, day=today(), reader=reader))]


def test_nothing_tells_any_more_how_she_is_reached_or_signed_in(cast, rosa):
    factory.adopted(by=cast.ada)
    before = where(ADDRESS)
    assert {"accounts_person", "mailing_message", "mailing_happening", "roster_trace"} <= before
    assert "Person who left Rosa Quill: gone" in emptied(rosa, cast)
    assert where(ADDRESS) == where(PHONE) == set()
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession, Token, SavedView):
        assert not model.objects.exists(), model
    assert not Request.objects.exists()
    rosa.refresh_from_db()
    assert (rosa.email, rosa.phone, rosa.reach, rosa.language) == (None, "", "", "")
    assert not rosa.has_usable_password()
    assert Happening.objects.get().words == REMOVED


def test_the_hash_of_her_pin_goes_and_no_pin_is_taken_for_it(cast, rosa):
    factory.adopted(by=cast.ada)
    pin = Pin.objects.get(person=rosa)
    assert pin.secret
    emptied(rosa, cast)
    pin.refresh_from_db()
    assert (pin.secret, pin.ended_at) == ("", None)
    for typed in (PIN, ""):
        with pytest.raises(opening.WrongPinError):
            opening.confirm(rosa, typed, address="192.0.2.7")


def test_what_proves_stays_verifies_and_names_her(cast, rosa):
    factory.adopted(by=cast.ada)
    sealing.seal_all()
    bundle = bundling.make(by=cast.hana, person=rosa)
    told = Bundle.objects.values().get()
    kept = Signature.objects.values().get()
    mails = Message.objects.filter(person=rosa).count()
    emptied(rosa, cast)
    assert Signature.objects.values().get() == kept
    assert Bundle.objects.values().get() == told
    assert bytes(BundleFile.objects.get().content) == bytes(bundle.file.content)
    assert str(Signature.objects.get().person) == "Rosa Quill"
    assert Message.objects.filter(person=rosa, address="").count() == mails > 0
    assert Trace.objects.filter(person_id=rosa.pk).exists()
    assert Change.objects.filter(person_id=rosa.pk).exists()
    sealing.seal_all()
    report = verify()
    assert (report.unsealed, report.findings) == (0, [])


def test_the_tombstone_and_the_trail_say_what_was_emptied_when_and_by_which_run(cast, rosa):
    factory.adopted(by=cast.ada)
    emptied(rosa, cast)
    stone = Tombstone.objects.get()
    assert (stone.kind, stone.record) == (LEAVER, rosa.pk)
    assert stone.label == "Person who left Rosa Quill"
    assert (stone.proposed_by, stone.confirmed_by) == (cast.ada, cast.tom)
    assert "email" in stone.emptied["accounts_person"]
    assert stone.emptied["mailing_message"] == ["address", "answer"]
    assert stone.tables["mfa_authenticator"] == stone.tables["api_token"] == 1
    assert "without e-mail address" in stone.without
    [event] = events(act="records.emptied")
    assert (event.person_id, event.after["digest"]) == (rosa.pk, stone.digest)


def test_done_twice_it_changes_nothing(cast, rosa):
    factory.adopted(by=cast.ada)
    emptied(rosa, cast)
    assert "0 gone, 0 stay." in carried_out()
    assert not named(LEAVER).rows().filter(pk=rosa.pk).exists()
    with pytest.raises(proposing.ProposalError, match="not there any more"):
        proposing.propose([(LEAVER, rosa.pk)], reason="Once more.", by=cast.ada)
    assert Tombstone.objects.count() == 1


def test_two_who_confirm_the_same_person_empty_them_once(cast, rosa):
    factory.adopted(by=cast.ada)
    run = proposing.propose([(LEAVER, rosa.pk)], reason="Years are over.", by=cast.ada)
    with pytest.raises(proposing.ProposalError, match="proposed already"):
        proposing.propose([(LEAVER, rosa.pk)], reason="Another reason.", by=cast.ada)
    confirming.confirm(run, by=cast.tom)
    assert "1 gone, 0 stay." in carried_out()


def test_not_before_the_years_of_the_schedule_are_over(cast, rosa):
    assert shut(rosa, cast.ada)[0] == "No adopted schedule has a class for it"
    factory.adopted(by=cast.ada, years=50)
    assert shut(rosa, cast.ada) == ["It has to be kept until June 10, 2066"]


def test_a_hold_on_the_person_keeps_all_of_it_until_it_is_lifted(cast, rosa):
    factory.adopted(by=cast.ada)
    run = proposing.propose([(LEAVER, rosa.pk)], reason="Years are over.", by=cast.ada)
    hold = factory.held(by=cast.ada, on="person", person=rosa)
    confirming.confirm(run, by=cast.tom)
    assert shut(rosa, cast.ada) == ["It is under a legal hold"]
    assert "0 gone, 1 stay" in carried_out()
    rosa.refresh_from_db()
    assert (rosa.email, Spared.objects.count()) == (ADDRESS, 1)
    [caught] = [one for one in holding.caught(hold) if one.kind.name == LEAVER]
    assert caught.first == [(rosa.pk, "Person who left Rosa Quill")]
    holding.lift(hold, reason="Settled.", by=cast.ada)
    assert "1 gone, 0 stay." in emptied(rosa, cast)


@pytest.mark.parametrize("on", ["place", "word"])
def test_other_holds_reach_her_too(cast, rosa, on):
    factory.adopted(by=cast.ada)
    what = {"place": cast.northside} if on == "place" else {"word": "quill"}
    factory.held(by=cast.ada, on=on, **what)
    assert shut(rosa, cast.ada) == ["It is under a legal hold"]


def test_who_came_back_meanwhile_stays_whole(cast, rosa):
    factory.adopted(by=cast.ada)
    run = proposing.propose([(LEAVER, rosa.pk)], reason="Years are over.", by=cast.ada)
    confirming.confirm(run, by=cast.tom)
    came()
    assert "It is not there" in carried_out()
    rosa.refresh_from_db()
    assert (rosa.is_active, rosa.email) == (True, ADDRESS)


def test_who_was_emptied_and_comes_back_has_the_address_of_the_roster_and_may_go_again(cast, rosa):
    factory.adopted(by=cast.ada)
    emptied(rosa, cast)
    run = came(LINE.replace("rosa.quill@", "rosa.q@"))
    assert run.returned == 1
    rosa.refresh_from_db()
    assert (rosa.is_active, rosa.email) == (True, "rosa.q@marlow.example")
    left(rosa, year=2018)
    assert "1 gone, 0 stay." in emptied(rosa, cast)
    assert Tombstone.objects.filter(record=rosa.pk).count() == 2
    assert where("rosa.q@") == set()


def test_a_mail_on_its_way_keeps_the_address(cast, rosa):
    factory.adopted(by=cast.ada)
    Message.objects.filter(person=rosa).update(state="queued", sent_at=None)
    assert shut(rosa, cast.ada) == ["a mail to the person is on its way"]


def test_who_works_here_is_coming_or_never_left_is_no_record(cast, rosa):
    people = named(LEAVER).rows()
    assert set(people) == {rosa, cast.left}
    Posting.objects.create(
        person=rosa,
        place=cast.northside,
        position="Teacher",
        since=today() + dt.timedelta(days=9),
    )
    assert set(people.all()) == {cast.left}


def test_the_pages_say_what_goes_and_afterwards_that_it_went(cast, rosa, client):
    factory.adopted(by=cast.ada)
    client.force_login(cast.ada)
    page = client.get("/records/due/?kind=leaver").text
    assert "Person who left Rosa Quill" in page
    mails = Message.objects.filter(person=rosa).count()
    assert f"Teacher, {mails} mails with addresses, 3 ways to sign in, 1 draft" in page
    assert "Without e-mail addresses" in client.get(f"/records/of/leaver/{rosa.pk}/").text
    emptied(rosa, cast)
    assert "Person who left Rosa Quill" not in client.get("/records/due/?kind=leaver").text
    assert client.get(f"/records/of/leaver/{rosa.pk}/").status_code == 404
    gone = client.get("/records/gone/").text
    assert "Person who left Rosa Quill" in gone
    assert "without e-mail addresses" in gone
    stone = Tombstone.objects.get()
    page = client.get(f"/people/{rosa.pk}/").text
    assert f"Disposal {stone.item.run_id}" in page
    assert "Emptied since" in client.get(stone.item.run.get_absolute_url()).text
    client.force_login(cast.hana)
    page = client.get(f"/people/{rosa.pk}/").text
    assert "as the retention schedule says" in page
    assert "/records/disposals/" not in page
    came()
    assert "as the retention schedule says" not in client.get(f"/people/{rosa.pk}/").text


def test_a_longer_list_asks_no_more(cast, rosa, client):
    factory.adopted(by=cast.ada, years=0)
    client.force_login(cast.ada)
    asked = cost(client, "/records/due/?kind=leaver")
    for number in range(3):
        somebody = Person.objects.enter(
            given_name="Al", family_name="Old", email=f"al{number}@marlow.example", is_active=False
        )
        Posting.objects.create(
            person=somebody,
            place=cast.northside,
            position="Teacher",
            since=dt.date(2012, 1, 1),
            until=dt.date(2013, 1, 1),
        )
    assert cost(client, "/records/due/?kind=leaver") == asked <= 12


def test_a_mail_without_its_address_goes_to_nobody(cast, rosa, client):
    factory.adopted(by=cast.ada)
    mail = Message.objects.filter(person=rosa).earliest("pk")
    Message.objects.filter(pk=mail.pk).update(state="bounced")
    emptied(rosa, cast)
    mail.refresh_from_db()
    assert not resending.resendable(Message.objects.all()).exists()
    assert not resending.resend(mail, by=cast.tom)
    assert not resending.resend(mail, by=cast.tom, to_present=True)
    client.force_login(cast.tom)
    page = client.get(f"/mail/{mail.pk}/").text
    assert "address removed" in page
    assert "Send it again" not in page


EMPTIED = (
    "UPDATE mailing_happening SET words = ''",
    "UPDATE roster_trace SET before = NULL",
    "UPDATE roster_change SET after = NULL",
)


@pytest.mark.parametrize("statement", EMPTIED)
def test_no_other_role_empties_a_column(cast, rosa, statement):
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        connection.cursor().execute(statement)
    with (
        as_portal_role(),
        pytest.raises(DatabaseError, match=r"permission denied|Cannot update"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)
    with as_disposal(), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mailing_happening SET what = 'sent'",
        "UPDATE mailing_message SET text = ''",
        "UPDATE roster_trace SET object_id = 1",
        "UPDATE accounts_person SET given_name = ''",
        "UPDATE accounts_person SET is_active = true",
        "DELETE FROM accounts_person",
        "DELETE FROM mailing_message",
    ],
)
def test_the_role_for_disposal_changes_nothing_else_of_her(cast, rosa, statement):
    with (
        as_disposal(),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)
