from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from policies.acknowledgments import closing, packing
from policies.acknowledgments.models import Assignment, Packet
from tests.factories.acknowledgments import cost, required, sign_in, signed
from tests.factories.policies import published
from tests.policies.acknowledgments.test_requiring_pages import ANSWERS
from tests.standing import standing

pytestmark = pytest.mark.django_db

NEW = "/packets/new/"
REQUIREMENTS = "/requirements/"


@standing
def versions(cast):
    return [published("529", "Pages"), published("540", "Phones")]


@pytest.fixture
def polly(client, cast):
    return sign_in(client, cast.polly)


def asked(versions, **answers):
    held = [version.policy_id for version in versions]
    return {"query_params": {**ANSWERS, "name": "New year", "policies": held, **answers}}


def packed(cast, versions, **terms):
    policies = [version.policy for version in versions]
    return packing.pack("New year", policies, by=cast.polly, **(terms or {"everyone": True}))


def plain(response):
    return " ".join(response.text.split())


def test_the_form_then_how_many_and_who_then_it_is_asked_for(polly, cast, versions):
    required(versions[0], people=[cast.lou])
    signed(cast.lou, versions[0])
    assert "529 Pages" in polly.get(NEW).text
    seen = plain(polly.get(NEW, **asked(versions)))
    assert "11 people must sign 2 policies" in seen
    assert "10 employees, 1 volunteer." in seen
    assert "19 signatures, due" in seen, "ten are here, one has signed one of the two"
    assert not Packet.objects.exists(), "a preview saves nothing"
    answer = polly.post(NEW, **asked(versions), follow=True)
    assert answer.redirect_chain == [(REQUIREMENTS, 302)]
    assert "asked to sign what is in “New year”." in plain(answer)
    packet = Packet.objects.get()
    open_rows = Assignment.objects.open().filter(requirement__packet=packet)
    assert open_rows.count() == 19, "as it was told"


def test_a_double_click_makes_one_packet_and_another_of_its_name_is_told(polly, cast, versions):
    polly.post(NEW, **asked(versions))
    assert polly.post(NEW, **asked(versions)).status_code == 302
    answer = polly.post(NEW, **asked(versions[:1]))
    assert "Another packet has this name" in answer.text
    assert Packet.objects.count() == 1


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"name": ""}, "Name the packet, such as “Start of the school year”"),
        ({"policies": []}, "Choose the policies that are in the packet"),
        ({"who": "some"}, "Choose a kind, a place or a position, or name somebody"),
    ],
)
def test_what_is_missing_is_said_in_its_own_words(polly, versions, answers, message):
    text = polly.get(NEW, **asked(versions, **answers)).text
    assert message in text
    assert "<title>Error: " in text
    polly.post(NEW, **asked(versions, **answers))
    assert not Packet.objects.exists()


def test_a_change_shows_who_drops_out_and_what_ends_before_it_is_saved(polly, cast, versions):
    packet = packed(cast, versions, people=[cast.lou, cast.gus])
    page = reverse("acknowledgments:change_packet", args=[packet.pk])
    form = polly.get(page).text
    assert 'value="New year"' in form
    assert form.count("checked") >= len(versions)
    answers = asked(versions[:1], who="some", people="Lou Berg", name="Old year")
    seen = plain(polly.get(page, **answers))
    assert "Drops out" in seen
    assert "No longer in the packet" in seen
    assert "540 Phones. What is still to sign of it ends; signatures stay." in seen
    polly.post(page, **answers)
    rows = Assignment.objects.open()
    assert [(row.person, row.version) for row in rows] == [(cast.lou, versions[0])]
    packet.refresh_from_db()
    assert packet.name == "Old year"


def test_the_name_of_another_packet_is_refused_beside_its_field(polly, cast, versions):
    packed(cast, versions[:1])
    other = packing.pack("Others", [versions[1].policy], by=cast.polly, everyone=True)
    page = reverse("acknowledgments:change_packet", args=[other.pk])
    for ask in (polly.get, polly.post):
        assert "Another packet has this name" in ask(page, **asked(versions)).text


def test_requirements_of_a_packet_lead_to_it(polly, cast, versions):
    packet = packed(cast, versions)
    alone = required(versions[0], people=[cast.lou])
    seen = polly.get(REQUIREMENTS).text
    assert reverse("acknowledgments:change_packet", args=[packet.pk]) in seen
    assert reverse("acknowledgments:change", args=[alone.pk]) in seen
    one = packet.requirements.first()
    for name in ("change", "end"):
        address = reverse(f"acknowledgments:{name}", args=[one.pk])
        assert address not in seen
        assert polly.post(address, **asked(versions)).status_code == 404


def test_ending_it_says_what_ended(polly, cast, versions):
    packet = packed(cast, versions, people=[cast.lou, cast.gus])
    answer = polly.post(reverse("acknowledgments:end_packet", args=[packet.pk]), follow=True)
    assert "and with it 4 open assignments" in answer.text
    assert "New year" not in answer.text.replace("“New year”", "")


def test_who_signs_sees_how_far_they_are(client, cast, versions):
    packet = packed(cast, versions, people=[cast.lou])
    lou, page = sign_in(client, cast.lou), reverse("acknowledgments:packet", args=[packet.pk])
    assert "New year" in lou.get("/").text
    first = Assignment.objects.get(person=cast.lou, version=versions[0])
    assert page in lou.get(reverse("acknowledgments:sign", args=[first.pk])).text
    assert "0 of 2 policies signed." in plain(lou.get(page))
    signature = signed(cast.lou, versions[0])
    seen = plain(lou.get(page))
    assert "1 of 2 policies signed." in seen
    assert "Read and sign 540" in seen
    assert reverse("acknowledgments:receipt", args=[signature.pk]) in seen


@pytest.mark.thorough
def test_pages_ask_as_often_for_many_as_for_few(polly, client, cast, versions):
    packed(cast, versions)
    change = reverse("acknowledgments:change_packet", args=[Packet.objects.get().pk])
    before = [cost(client, REQUIREMENTS), cost(client, change)]
    more = [published(f"6{number}", "More") for number in range(9)]
    for number in range(3):
        policies = [version.policy for version in more]
        packing.pack(f"Packet {number}", policies, by=cast.polly, everyone=True)
    packing.repack(
        Packet.objects.get(name="New year"),
        name="New year",
        policies=[version.policy for version in [*versions, *more]],
        by=cast.polly,
        everyone=True,
    )
    assert [cost(client, REQUIREMENTS), cost(client, change)] == before
    shown = asked([*versions, *more])["query_params"]
    few = asked(versions)["query_params"]
    assert _cost(client, change, shown) == _cost(client, change, few)
    sign_in(client, cast.lou)
    mine = reverse("acknowledgments:packet", args=[Packet.objects.get(name="New year").pk])
    assert cost(client, mine) <= 12


def _cost(client, page, answers):
    return cost(client, f"{page}?{urlencode(answers, doseq=True)}")


def test_a_packet_does_not_tell_as_new_what_was_closed_unsigned(polly, cast, versions):
    packet = packed(cast, versions, people=[cast.lou, cast.gus])
    lous = Assignment.objects.get(person=cast.lou, version=versions[0])
    closing.exempt(lous, by=cast.hana, reason="Wrote it.")
    page = reverse("acknowledgments:change_packet", args=[packet.pk])
    seen = plain(polly.get(page, **asked(versions, who="some", people="Lou Berg\nGus de la Cruz")))
    assert "0 signatures, due" in seen
    assert "Closed without a signature" in seen


def test_packets_are_paged_beside_the_requirements(polly, cast, versions):
    policies = [version.policy for version in versions]
    for number in range(51):
        packing.pack(f"Packet {number:02}", policies[:1], by=cast.polly, people=[cast.lou])
    first = polly.get(REQUIREMENTS).text
    assert "1–50 of 51" in first
    assert "?packets=2" in first
    second = polly.get(REQUIREMENTS + "?packets=2&page=2").text
    assert "Packet 50" in second
    assert "?packets=1&amp;page=2" in second
