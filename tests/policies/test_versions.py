"""How clauses live from version to version, and what the published text is word for word."""

import pytest

from policies import importing
from policies.drafts import drafting
from policies.models import Reference
from policies.publication import publishing
from tests.factories.policies import published
from tests.policies.texts import SEEDS, TWINS, seeds_are_here

pytestmark = pytest.mark.django_db


def publish(path, *, code="", policy=None, asks_again="everyone", by=None):
    draft = drafting.start(importing.parse(path), by=by, source_name=path.name, policy=policy)
    draft.code = draft.code or code
    draft.save()
    return publishing.publish(draft, by=by, summary="Other words.", asks_again=asks_again)


def structure(version):
    """Headings with how many paragraphs and labelled clauses stand below each, "" before any."""
    sections = [["", 0, 0]]
    for clause in version.clauses.all():
        if clause.kind == "heading":
            sections.append([clause.text, 0, 0])
        else:
            sections[-1][2 if clause.label else 1] += 1
    return [tuple(section) for section in sections]


def check_bulleted(version, *, code, title, headings):
    assert (version.code, version.title) == (code, title)
    assert structure(version) == [("", 1, 0), (headings[0], 1, 13), (headings[1], 1, 10)]
    assert version.clauses.count() == 28
    labels = {clause.label for clause in version.clauses.exclude(label="")}
    assert labels == {"•"}


def check_numbered(version, *, title, codes):
    assert version.title.casefold() == title.casefold()
    assert structure(version) == [("", 4, 13)]
    numbered = version.clauses.exclude(label="")
    assert [clause.label for clause in numbered] == [f"{number}." for number in range(1, 14)]
    cross = version.references.filter(kind=Reference.Kind.CROSS)
    assert [reference.code for reference in cross] == codes


def dates(version):
    return [(date.kind, date.iso, date.printed) for date in version.dates.all()]


@seeds_are_here
def test_the_bulleted_policy_comes_in_exactly(cast):
    version = publish(next(SEEDS.glob("401.15*")))
    headings = ("Professional Use of Social Media", "Personal Use of Social Media")
    check_bulleted(version, code="401.15", title=version.title, headings=headings)
    assert version.title
    assert version.policy.slug == "401.15"


@seeds_are_here
def test_the_numbered_policy_comes_in_exactly_under_the_code_that_it_offers(cast):
    path = next(path for path in SEEDS.iterdir() if "401.15" not in path.name)
    draft = drafting.start(importing.parse(path), by=None)
    assert (draft.code, drafting.offered_codes(draft)) == ("", ["529"])
    draft.code = "529"
    draft.save()
    version = publishing.publish(draft, by=None)
    codes = ["522.4", "529", "821", "823.1"]
    check_numbered(version, title="Staff Use of Social Media", codes=codes)
    assert dates(version) == [
        ("adopted", "2011-04-18", "April 18, 2011"),
        ("revised", "2017-01-16", "January 16, 2017"),
    ]


def test_the_bulleted_twin_comes_in_exactly(cast):
    version = publish(TWINS / "417.2-employee-social-media" / "v1.txt")
    check_bulleted(
        version,
        code="417.2",
        title="Employee Social Media",
        headings=("Social Media as Part of Your Job", "Social Media in Your Own Time"),
    )


def test_the_numbered_twin_comes_in_exactly(cast):
    version = publish(TWINS / "staff-presence-on-social-media" / "v1.txt", code="533")
    codes = ["511", "533", "826", "828.1"]
    check_numbered(version, title="Staff Presence on Social Media", codes=codes)
    assert dates(version) == [
        ("adopted", "2015-05-11", "May 11, 2015"),
        ("revised", "2018-08-20", "August 20, 2018"),
    ]


def test_the_twin_s_second_version_carries_its_clauses(cast):
    folder = TWINS / "staff-presence-on-social-media"
    first = publish(folder / "v1.txt", code="533")
    second = publish(folder / "v2.txt", code="533", policy=first.policy)
    old = {clause.key: clause for clause in first.clauses.all()}
    came = {
        clause.label: old[clause.key].label if clause.key in old else "new"
        for clause in second.clauses.exclude(label="")
    }
    assert came == {
        "1.": "1.",
        "2.": "2.",
        "3.": "10.",
        "4.": "3.",
        "5.": "5.",
        "6.": "6.",
        "7.": "7.",
        "8.": "8.",
        "9.": "new",
        "10.": "9.",
        "11.": "11.",
        "12.": "12.",
        "13.": "13.",
    }
    gone = [clause.key for clause in first.clauses.filter(label="4.")]
    assert second.alignment["removed"] == gone
    assert len(second.alignment["added"]) == 1
    moved = first.clauses.get(label="10.").key
    assert "moved" in second.alignment["kept"][moved]


def test_no_key_is_ever_used_twice(cast):
    seen = set()
    for number in range(4):
        version = published("529", "Networks", clauses=[f"Rule {number} {n}" * 9 for n in range(5)])
        keys = set(version.clauses.values_list("key", flat=True))
        assert all(len(key) == 8 for key in keys)
        added = set(version.alignment["added"])
        assert not added & seen
        seen |= keys


def test_a_split_clause_remembers_whom_it_was_split_from(cast):
    long = "Write to students only by district e-mail and copy a parent every single time."
    short = "Never use disappearing messages with a student for any reason at all."
    first = published("529", "Networks", clauses=[f"{long} {short}"])
    second = published("529", "Networks", clauses=[long, short])
    key = first.clauses.get().key
    kept, split = second.clauses.all()
    assert (kept.key, kept.split_from) == (key, "")
    assert (split.key != key, split.split_from) == (True, key)


def test_a_clause_that_went_into_another_is_found_there(cast, client):
    long = "Write to students only by district e-mail and copy a parent every single time."
    short = "Never use disappearing messages with a student for any reason at all."
    first = published("529", "Networks", clauses=[long, short, "Be kind."])
    published("529", "Networks", clauses=[f"{long} {short}", "Be kind."])
    published("529", "Networks", clauses=["Be kind.", f"{long} {short}"])
    client.force_login(cast.lou)
    for path in "12":
        key = first.clauses.get(path=path).key
        assert client.get(f"/policies/529/c/{key}/").url == "/policies/529/#c2"


def test_a_person_s_word_on_what_a_clause_was_beats_its_words(cast):
    first = published("529", "Networks", clauses=["Be kind.", "Ask first."])
    kind, ask = first.clauses.all()
    second = published(
        "529",
        "Networks",
        clauses=[
            {"kind": "item", "text": "Something wholly different.", "was": kind.key},
            {"kind": "item", "text": "Ask first.", "was": "new"},
        ],
    )
    assert [clause.key == kind.key for clause in second.clauses.all()] == [True, False]
    assert second.alignment["removed"] == [ask.key]


def test_paths_count_what_stands_below_each_heading_and_item(cast):
    version = published(
        "529",
        "Networks",
        clauses=[
            {"kind": "para", "text": "Introduction."},
            {"kind": "heading", "level": 2, "text": "Work"},
            {"kind": "para", "text": "At work:"},
            {"kind": "item", "label": "1.", "text": "Be kind."},
            {"kind": "item", "label": "a.", "depth": 1, "text": "To all."},
            {"kind": "item", "label": "b.", "depth": 1, "text": "Always."},
            {"kind": "item", "label": "2.", "text": "Ask."},
            {"kind": "heading", "level": 2, "text": "Home"},
            {"kind": "item", "label": "•", "text": "Rest."},
        ],
    )
    assert [clause.path for clause in version.clauses.all()] == [
        "1",
        "2",
        "2.1",
        "2.2",
        "2.2.1",
        "2.2.2",
        "2.3",
        "3",
        "3.1",
    ]
