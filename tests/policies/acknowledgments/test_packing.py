from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from district_portal.audit.models import Event
from district_portal.district.current import today
from policies.acknowledgments import assigning, packing, requiring
from policies.acknowledgments.models import Assignment, Packet, Requirement, Signature
from policies.publication.rescinding import rescind
from tests.factories.acknowledgments import required, signed
from tests.factories.policies import published
from tests.standing import standing

pytestmark = pytest.mark.django_db


@standing
def phones(cast):
    return published("540", "Phones")


@standing
def pages(cast):
    return published("529", "Pages")


def packed(cast, *versions, name="Start of the year", **terms):
    terms = terms or {"everyone": True}
    policies = [version.policy for version in versions]
    return packing.pack(name, policies, by=cast.polly, **terms)


def asked(person):
    rows = Assignment.objects.open().filter(person=person)
    return sorted(rows.values_list("version__code", flat=True))


def test_each_policy_is_asked_for_and_signed_by_itself(cast, pages, phones):
    packed(cast, pages, phones, people=[cast.lou, cast.gus])
    assert asked(cast.lou) == asked(cast.gus) == ["529", "540"]
    signed(cast.lou, pages)
    assert asked(cast.lou) == ["540"]
    assert Signature.objects.count() == 1


def test_one_signature_counts_beside_the_packet_too(cast, pages, phones):
    required(pages, people=[cast.lou])
    packed(cast, pages, phones, people=[cast.lou])
    signed(cast.lou, pages)
    assert asked(cast.lou) == ["540"]
    assert Assignment.objects.filter(person=cast.lou, ended_why="signed").count() == 2


def test_the_same_twice_is_one_packet_and_another_of_its_name_is_refused(cast, pages, phones):
    first = packed(cast, pages, phones)
    assert packed(cast, phones, pages, name="start of the YEAR") == first
    assert Event.objects.filter(act="packets.made").count() == 1
    with pytest.raises(packing.NameTakenError):
        packed(cast, pages)
    with pytest.raises(packing.NameTakenError):
        packed(cast, pages, phones, people=[cast.lou])
    assert Packet.objects.get() == first
    assert Requirement.objects.count() == 2


def test_a_name_is_free_again_once_its_packet_has_ended(cast, pages):
    packing.end(packed(cast, pages), by=cast.polly)
    assert packed(cast, pages).ended_at is None


def test_one_that_reaches_nobody_or_holds_nothing_is_refused_whole(cast, pages):
    with pytest.raises(requiring.NobodyError):
        packing.pack("Empty", [pages.policy], by=cast.polly, people=[])
    assert not Packet.objects.exists()
    with pytest.raises(packing.EmptyError):
        packing.pack("Empty", [], by=cast.polly, everyone=True)


def test_another_name_other_policies_and_other_people(cast, pages, phones):
    packet = packed(cast, pages, people=[cast.lou, cast.gus])
    kept = packet.requirements.get()
    packing.repack(
        packet,
        name="Before school",
        policies=[pages.policy, phones.policy],
        by=cast.polly,
        people=[cast.lou],
        due_days=30,
    )
    assert (asked(cast.lou), asked(cast.gus)) == (["529", "540"], [])
    assert set(packet.requirements.values_list("due_days", flat=True)) == {30}
    assert packet.requirements.filter(pk=kept.pk, ended_at=None).exists(), "changed, not made anew"
    event = Event.objects.get(act="packets.changed")
    assert (event.before["name"], event.after["name"]) == ("Start of the year", "Before school")
    assert (event.before["policies"], event.after["policies"]) == (["529"], ["529", "540"])


def test_what_a_packet_no_longer_holds_ends_and_comes_back(cast, pages, phones):
    packet = packed(cast, pages, phones, people=[cast.lou])
    again = {"name": packet.name, "by": cast.polly, "people": [cast.lou]}
    packing.repack(packet, policies=[phones.policy], **again)
    assert asked(cast.lou) == ["540"]
    packing.repack(packet, policies=[pages.policy, phones.policy], **again)
    assert asked(cast.lou) == ["529", "540"]
    assert not any(map(assigning.difference, packing.requirements_of(packet)))


def test_saying_the_same_again_is_no_act(cast, pages):
    packet = packed(cast, pages)
    packing.repack(packet, name=packet.name, policies=[pages.policy], by=cast.polly, everyone=True)
    assert not Event.objects.filter(act__in=("packets.changed", "requirements.changed")).exists()


def test_another_packets_name_is_refused_and_nothing_is_written(cast, pages, phones):
    packed(cast, pages)
    other = packed(cast, phones, name="Others")
    with pytest.raises(packing.NameTakenError), transaction.atomic():
        packing.repack(
            other,
            name="START of the year",
            policies=[pages.policy],
            by=cast.polly,
            everyone=True,
        )
    other.refresh_from_db()
    assert other.name == "Others"
    assert [row.policy for row in packing.requirements_of(other)] == [phones.policy]


def test_one_of_a_packet_changes_and_ends_with_it_alone(cast, pages, phones):
    one, other = packed(cast, pages), packed(cast, phones, name="Others")
    requirement = one.requirements.get()
    for packet in (None, other):
        with pytest.raises(requiring.InPacketError):
            requiring.change(requirement, by=cast.polly, due_days=3, packet=packet)
        with pytest.raises(requiring.InPacketError):
            requiring.end(requirement, by=cast.polly, packet=packet)
    assert packing.end(one, by=cast.polly) == 10
    assert asked(cast.lou) == ["540"]
    assert packing.end(one, by=cast.polly) == 0, "a second click is harmless"
    with pytest.raises(requiring.EndedError):
        packing.repack(one, name="X", policies=[pages.policy], by=cast.polly, everyone=True)


def test_the_database_takes_a_policy_once_in_a_packet(cast, pages):
    packet = packed(cast, pages)
    with pytest.raises(IntegrityError), transaction.atomic():
        Requirement.objects.create(packet=packet, policy=pages.policy, everyone=True)


def test_a_rescinded_policy_leaves_the_rest_to_be_signed(cast, pages, phones):
    packet = packed(cast, pages, phones, people=[cast.lou])
    rescind(pages.policy, on=today(), reason="Gone.", by=cast.polly)
    assert asked(cast.lou) == ["540"]
    packing.repack(
        packet, name=packet.name, policies=[phones.policy], by=cast.polly, people=[cast.lou]
    )
    assert [row.policy for row in packing.requirements_of(packet)] == [phones.policy]
