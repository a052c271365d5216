"""Which policies and clauses a search finds, and in which order."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies import searching
from policies.models import Policy
from policies.publication import rescinding
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


def look(text, policies=None, **options):
    found = searching.search(
        Policy.objects.all() if policies is None else policies, text, **options
    )
    searching.fill(found.groups, found)
    return found


def codes(text, policies=None, **options):
    return [group.policy.code for group in look(text, policies, **options).groups]


def clauses(text, **options):
    return [hit.text for group in look(text, **options).groups for hit in group.clauses]


@pytest.fixture
def three():
    published(
        "417.2", "Staff Use of Social Media", clauses=["Keep work apart.", "Ask your supervisor."]
    )
    published(
        "529", "Phones", clauses=["Social calls wait for the media break.", "Ask the office."]
    )
    published("511", "Conduct", clauses=["Be kind.", "Communication stays polite."])


@pytest.mark.parametrize(
    "text", ["417.2", "#417.2", "policy 417.2", "Policy No. 417.2", "bp 417.2"]
)
def test_a_code_leads_to_its_policy(three, text):
    [first] = look(text).groups[:1]
    assert (first.policy.code, first.is_exact) == ("417.2", True)


def test_the_beginning_of_a_code_finds_the_codes_that_begin_so(three):
    published("52", "Buses")
    assert codes("52") == ["52", "529"]


def test_a_code_in_letters_is_found_however_it_is_typed():
    published("GBEE", "Networks", clauses=["One."])
    assert codes("gbee") == ["GBEE"]


def test_an_old_code_still_leads_to_the_policy(three):
    policy = Policy.objects.get(code="511")
    published("512", "Conduct", policy=policy, clauses=["Be kind."])
    assert look("511").groups[0].policy.code == "512"


def test_a_title_goes_before_a_clause(three):
    assert codes("social media") == ["417.2", "529"]


def test_words_are_found_whatever_their_endings(three):
    assert codes("communicating politely") == ["511"]


@pytest.mark.parametrize("length", range(5, len("communication") + 1))
def test_a_word_is_found_at_every_letter_while_it_is_typed(three, length):
    assert codes("communication"[:length]) == ["511"]


def test_a_clause_and_its_title_together_hold_the_words(three):
    assert clauses("social supervisor") == ["Ask your <mark>supervisor</mark>."]


def test_all_words_must_stand_there(three):
    assert codes("kind zebra") == []


def test_a_phrase_stands_in_this_order(three):
    assert codes('"media break"') == ["529"]
    assert codes('"break media"') == []


def test_a_word_may_be_left_out(three):
    assert codes("ask -office") == ["417.2"]


def test_either_of_two_words_will_do(three):
    assert set(codes("kind or office")) == {"511", "529"}


def test_more_of_the_words_in_less_text_goes_first():
    published("1", "One", clauses=["Bees " + "and birds and flowers " * 20])
    published("2", "Two", clauses=["Bees, bees, bees."])
    assert codes("bees") == ["2", "1"]


def test_a_policy_shows_its_three_best_clauses_and_counts_the_rest():
    published("1", "One", clauses=[f"Bees of kind {n}." for n in range(7)])
    [group] = look("bees").groups
    assert (group.hits, len(group.clauses), group.more) == (7, 3, 4)
    [all_of_it] = look("bees", best=200).groups
    assert (len(all_of_it.clauses), all_of_it.more) == (7, 0)


def test_a_clause_says_where_it_stands():
    heading = {"kind": "heading", "level": 2, "text": "At work"}
    version = published("1", "One", clauses=[heading, ("3.", "Bees.")])
    [hit] = look("bees").groups[0].clauses
    assert (hit.name, hit.under) == ("Clause 3", "At work")
    assert hit.path + hit.fragment == f"/policies/1/c/{version.clauses.get(path='1.1').key}/"


def test_only_what_is_in_force_is_found():
    published("1", "One", clauses=["Wasps sting.", "Bees hum."])
    published("1", "One", clauses=["Bees hum.", "Birds sing."])
    assert codes("wasps") == []


def test_former_versions_are_found_on_request_each_clause_once_as_it_last_stood():
    published("1", "One", clauses=["Wasps sting.", "Bees hum."])
    published("1", "One", clauses=["Wasps sting hard.", "Bees hum."])
    published("1", "One", clauses=["Bees hum.", "Birds sing."])
    [hit] = look("wasps", former=True).groups[0].clauses
    assert hit.is_former
    assert hit.path + hit.fragment == "/policies/1/v2/#c1"
    [bees] = look("bees", former=True).groups[0].clauses
    assert not bees.is_former


def test_what_is_in_force_goes_before_what_was():
    published("1", "One", clauses=["Bees, bees, bees."])
    published("1", "One", clauses=["Birds sing."])
    published("2", "Two", clauses=["Of flowers, birds and sometimes bees, in spring."])
    assert codes("bees", former=True) == ["2", "1"]


def test_a_rescinded_policy_is_found_by_its_code_and_among_former_versions():
    policy = published(
        "1", "One", clauses=["Bees hum."], at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    ).policy
    rescinding.rescind(policy, on=dt.date(2026, 3, 1), reason="Out of date.", by=None)
    assert codes("bees") == []
    assert codes("bees", former=True) == ["1"]
    assert codes("1") == ["1"]


def test_only_policies_that_may_be_read_are_searched(three):
    some = Policy.objects.exclude(code="529")
    assert codes("social media", some) == ["417.2"]
    assert codes("529", some) == []
    assert codes("ask", some) == ["417.2"]
    assert searching.hints(some, searching.asked("phons")).spelled == ""


def test_markup_in_a_text_stays_text():
    published("1", "A <b>Bee</b>", clauses=["<i>bee</i> & <u>"])
    [group] = look("bee").groups
    assert group.title == "A &lt;b&gt;<mark>Bee</mark>&lt;/b&gt;"
    assert group.clauses[0].text == "&lt;i&gt;<mark>bee</mark>&lt;/i&gt; &amp; &lt;u&gt;"


def test_a_misspelled_word_is_offered_as_titles_spell_it(three):
    hints = searching.hints(Policy.objects.all(), searching.asked("socail meda"))
    assert hints.spelled == "social media"


def test_a_title_like_it_is_offered(three):
    hints = searching.hints(
        Policy.objects.all(), searching.asked("use of social media by staff at home")
    )
    assert [policy.code for policy in hints.titles] == ["417.2"]


def test_the_words_that_stand_nowhere_are_named_and_left_out(three):
    hints = searching.hints(Policy.objects.all(), searching.asked("kind wzxqy"))
    assert (hints.absent, hints.rest) == (["wzxqy"], "kind")


def test_words_that_never_stand_together_are_offered_apart(three):
    hints = searching.hints(Policy.objects.all(), searching.asked("kind office"))
    assert hints.any_of == "kind or office"


@pytest.mark.thorough
def test_a_search_asks_as_often_for_thirty_policies_as_for_three():
    def asked():
        with CaptureQueriesContext(connection) as counted:
            look("bees hum")
        return len(counted)

    for number in range(3):
        published(f"{number}", "Bees", clauses=["Bees hum.", "Hum."])
    few = asked()
    for number in range(3, 30):
        published(f"{number}", "Bees", clauses=["Bees hum.", "Hum."])
    assert asked() == few
    assert few <= 7


def test_a_clause_of_a_lettered_section_is_named_with_it():
    clauses = [
        {"kind": "heading", "level": 1, "label": "A.", "text": "Records"},
        ("1.", "Keep the zebra book."),
        {"kind": "heading", "level": 1, "label": "B.", "text": "Visitors"},
        ("1.", "Show visitors the zebra."),
        {"kind": "item", "depth": 1, "label": "(a)", "text": "Feed no zebra."},
    ]
    published("529", "Animals", clauses=clauses)
    [group] = look("zebra", best=200).groups
    named = {hit.name: hit.under for hit in group.clauses}
    assert named == {
        "Clause A.1": "A. Records",
        "Clause B.1": "B. Visitors",
        "Clause B.1(a)": "B. Visitors",
    }


@pytest.fixture
def sections():
    heading = {"kind": "heading", "label": "A.", "text": "Your account"}
    published(
        "511",
        "Conduct",
        clauses=[
            "Be kind.",
            "Ask first.",
            {"kind": "item", "depth": 1, "label": "c.", "text": "Not alone."},
        ],
    )
    published("511.2", "Gifts", clauses=["None.", "Really none.", "Say so."])
    published(
        "JRB",
        "Records",
        clauses=[
            heading,
            ("1.", "Keep them."),
            ("2.", "Lock them."),
            {**heading, "label": "B."},
            ("1.", "Ask."),
            ("2.", "Wait."),
        ],
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("511.1", ["Be kind."]),
        ("511 2.c", ["Not alone."]),
        ("Policy 511, clause 2(c)", ["Not alone."]),
        ("511.2.3", ["Say so."]),
        ("jrb 2", ["Lock them.", "Wait."]),
        ("JRB B.2", ["Wait."]),
    ],
)
def test_a_clause_is_found_by_its_number(sections, text, found):
    first = look(text).groups[0]
    assert [str(hit.text) for hit in first.clauses][: len(found)] == found


def test_a_code_of_its_own_is_no_clause_of_another(sections):
    first = look("511.2").groups[0]
    assert (first.policy.code, first.is_exact) == ("511.2", True)


def test_a_number_that_is_nowhere_finds_what_the_words_find(sections):
    assert look("511.9").groups == []
    assert codes("kind 2") == []
