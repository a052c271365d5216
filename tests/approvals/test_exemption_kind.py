"""What the form for an exemption asks, checks, and leaves to be looked at."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.roles import holders
from approvals import kinds, lasting, requesting
from approvals.models import Platform, Request
from district_portal.district.current import today
from district_portal.permissions import Role
from policies.models import Policy
from tests.factories import approvals as factory
from tests.factories import exemptions
from tests.factories.policies import published
from tests.standing import standing


@standing
def clause(cast):
    version = published(
        "529", "Staff Use of Social Media", clauses=["Ask first.", "Films stay in the district."]
    )
    return version.clauses.get(path="2")


@pytest.fixture
def filled(cast):
    """A form with these changes, checked."""
    factory.enter_presets()
    request = requesting.start("exemption", by=cast.lou)

    def fill(**changes):
        request.draft = {"details": exemptions.typed(place=cast.northside, **changes)}
        form = kinds.details_form(request, check=True)
        form.is_valid()
        return form

    return fill


def doubts_of(form):
    values = form.answers(creates="exemption").values
    return kinds.KINDS["exemption"].doubts(values, form.request)


def test_a_clause_or_a_platform_makes_a_complete_form(filled, clause):
    assert filled(of=clause).errors == {}
    assert filled().errors == {}


def test_every_missing_answer_has_its_own_message(cast):
    factory.enter_presets()
    form = kinds.details_form(requesting.start("exemption", by=cast.lou), check=True)
    said = [error for errors in form.errors.values() for error in errors]
    assert len(said) == len(set(said)) == 11
    assert not [error for error in said if "required" in error]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"clause": ""}, "clause", "Choose the clause"),
        ({"clause": "nosuch"}, "clause", "Choose one from the list"),
        ({"policy": ""}, "policy", "Choose the policy or rule"),
        ({"policy": "999999"}, "policy", "Choose one from the list"),
        ({"policy": "x"}, "policy", "Choose one from the list"),
        ({"asks": ""}, "asks", "an exemption or a modification"),
        ({"asks": "modification"}, "proposed", "how it should read"),
        ({"what": "platform"}, "platform", "name another tool, not both"),
        ({"what": "platform", "platform": "", "tool": "a\nb"}, "tool", "one line"),
        ({"students": "many"}, "students", "such as 24"),
        ({"students": "-1"}, "students", "Enter a whole number from 0 to 9999"),
        ({"under_13": ""}, "under_13", "under 13"),
        ({"starts_on": "2020-01-01"}, "starts_on", "not in the past"),
        ({"ends_on": "2020-01-01"}, "ends_on", "not before the first"),
        ({"ends_on": "2090-01-01"}, "ends_on", "asked for again then"),
        ({"ends_on": "soon"}, "ends_on", "year, month and day"),
        ({"meeting_times": ""}, "meeting_times", "times suit you"),
    ],
)
def test_what_can_not_be_is_said_at_its_field(filled, clause, changes, field, words):
    about = {
        "what": "text",
        "policy": clause.version.policy_id,
        "clause": clause.key,
        "asks": "exemption",
    }
    form = filled(**{**about, "platform": "", **changes})
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_a_platform_and_another_tool_are_not_named_at_once(filled):
    assert list(filled(tool="Padlet").errors) == ["platform"]
    form = filled(platform="", tool="Padlet")
    assert form.errors == {}
    assert (form.title, form.about) == ("Use of Padlet", "exempt:tool padlet")


def test_a_whole_rule_needs_no_clause(filled, cast):
    rule = published("529-R", "Films", kind=Policy.Kind.RULE).policy
    form = filled(what="text", platform="", policy=rule.pk, clause="", asks="exemption")
    assert form.errors == {}
    assert form.title == "Exemption from 529-R Films"


def test_a_policy_that_is_no_longer_in_force_can_not_be_chosen(filled, clause):
    clause.version.policy.versions.update(state="superseded")
    assert "policy" in filled(of=clause).errors


def test_the_answers_hold_the_clause_word_for_word(filled, clause):
    answers = filled(of=clause).answers(creates="exemption")
    assert answers.title == "Exemption from 529, clause 2"
    assert answers.about == f"exempt:{clause.version.policy_id}:{clause.key}"
    assert answers.values["clause"] == clause.pk
    words = {row["name"]: row["text"] for row in answers.words}
    assert words["clause"] == "529, clause 2: Films stay in the district."
    assert words["asks"].startswith("An exemption")
    assert "tool" not in words


def test_a_modification_says_how_it_should_read(filled, clause):
    form = filled(of=clause, asks="modification", proposed="Films may be shown to parents.")
    assert form.title == "Modification of 529, clause 2"
    assert form.values()["proposed"] == "Films may be shown to parents."


def test_what_was_left_in_another_part_of_the_form_does_not_count(filled, clause, cast):
    tiktok = Platform.objects.get(slug="tiktok").pk
    form = filled(of=clause, platform=tiktok, tool="Padlet", proposed="Left over")
    assert form.errors == {}
    values = form.values()
    assert (values["platform"], values["tool"], values["proposed"]) == (None, "", "")


def test_it_may_last_until_the_end_of_the_next_school_year(cast):
    assert lasting.latest_end(dt.date(2026, 9, 1)) == dt.date(2028, 6, 30)
    assert lasting.latest_end(dt.date(2026, 6, 30)) == dt.date(2027, 6, 30)


def test_its_way_leads_to_both_who_must_agree(cast, clause):
    request = exemptions.sent(cast.lou, place=cast.northside, of=clause)
    assert request.title == "Exemption from 529, clause 2"
    assert request.submissions.get().attestations.count() == 3
    factory.decided(request, by=cast.ada)
    assert request.state == Request.State.OPEN
    factory.decided(request, by=cast.tom)
    assert request.state == Request.State.APPROVED


def test_what_the_district_administrator_asks_for_goes_to_the_board_officer(cast, clause):
    request = exemptions.sent(cast.ada, place=cast.northside, of=clause)
    seats = factory.step_of(request).seats.all()
    assert [seat.person for seat in seats] == [cast.bea]
    assert cast.ada in holders(Role.DISTRICT_ADMINISTRATOR)


def test_the_same_asked_for_or_denied_before_is_pointed_out(cast, clause, filled):
    assert doubts_of(filled(of=clause)) == []
    open_one = exemptions.sent(cast.val, place=cast.northside, of=clause)
    denied = exemptions.sent(cast.val, place=cast.northside, of=clause)
    factory.decided(denied, by=cast.ada, outcome="denied", reason="Not now.")
    said = " ".join(doubts_of(filled(of=clause)))
    assert f"The same is asked for already: request {open_one.number}." in said
    assert "The same was denied on" in said
    assert denied.number in said
    assert doubts_of(filled()) == []


def test_students_too_young_for_a_platform_are_pointed_out(filled):
    assert "is for people of 13 and older" in doubts_of(filled(under_13="yes"))[0]


def test_the_clauses_appear_without_script_once_a_policy_is_chosen(cast, clause, client):
    factory.enter_presets()
    request = requesting.start("exemption", by=cast.lou)
    client.force_login(cast.lou)
    page = factory.url("details", request)
    assert "Clause of 529" not in client.get(page).text
    answer = client.post(page, {"policy": clause.version.policy_id, "plan": "A", "show": "1"})
    assert answer.url == f"{page}#id_policy"
    shown = client.get(page).text
    assert "Clause of 529" in shown
    assert "2: Films stay in the district." in shown
    assert "field-errors" not in shown


def test_its_pages_say_what_holds_until_then(cast, clause, client):
    request = exemptions.sent(cast.lou, place=cast.northside, of=clause)
    client.force_login(cast.lou)
    for name in ("sent", "request"):
        page = client.get(factory.url(name, request)).text
        assert "the policy binds as it stands" in page
        assert "go live" not in page
    until = today() + dt.timedelta(days=60)
    assert f"It holds from {today():%b} " in page
    assert str(until.year) in page


def test_a_policy_that_no_browser_sends_breaks_nothing(cast, client):
    request = exemptions.draft(cast.lou, place=cast.northside)
    client.force_login(cast.lou)
    typed = {"what": "text", "policy": "9" * 5000}
    assert client.post(factory.url("details", request), typed).status_code == 200
