"""The fictional district's texts hang together, and are nobody else's words."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from district_portal.demo import people_names
from tests.shared import SHARED

TEXTS = Path(people_names.__file__).with_name("texts")
CATALOGUE = tomllib.loads((TEXTS / "catalogue.toml").read_text(encoding="utf-8"))
PROMISES = tomllib.loads((TEXTS / "promises.toml").read_text(encoding="utf-8"))["promise"]
POLICIES = {policy["code"]: policy for policy in CATALOGUE["policy"]}
RUN_OF_WORDS = 6
# Labels that every such page prints; they are a form, not a sentence.
PRINTED_FORM = re.compile(r"Status: ADOPTED|Original Adopted Date:|Last Revised Date:")


def path_of(policy, version):
    return TEXTS / policy["folder"] / version["file"]


def text_of(policy, version):
    return path_of(policy, version).read_text(encoding="utf-8")


def every_version():
    return [(policy, version) for policy in CATALOGUE["policy"] for version in policy["version"]]


def ids(pair):
    policy, version = pair
    return f"{policy['code']}-{version['file']}"


def cited_in(text):
    printed = re.findall(r"#([\w.:]+),|^([\w.]+) - |^  - \"(.+)\"$", text, re.MULTILINE)
    return {"".join(groups) for groups in printed}


def runs_of_words(text):
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))
    return {" ".join(words[i : i + RUN_OF_WORDS]) for i in range(len(words) - RUN_OF_WORDS + 1)}


def test_the_catalogue_lists_exactly_the_files_there_are():
    listed = {path_of(*pair) for pair in every_version()}
    there = {path for path in TEXTS.rglob("v*.*") if path.suffix in {".txt", ".md"}}
    assert listed == there


def test_nine_policies_have_two_or_three_versions_each():
    assert len(POLICIES) == len(CATALOGUE["policy"]) == 9
    assert {len(policy["version"]) for policy in POLICIES.values()} == {2, 3}


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_versions_follow_each_other_in_time(policy):
    dates = [version["effective"] for version in policy["version"]]
    assert all(older < newer for older, newer in pairwise(dates))


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_each_revision_says_its_kind_and_who_signs_again(policy):
    first, *revisions = policy["version"]
    assert "kind" not in first
    for version in revisions:
        assert version["kind"] in {"technical", "minor", "substantive"}
        assert version["again"] == ("everyone" if version["kind"] == "substantive" else "nobody")
        assert version["summary"]


def test_the_board_reads_twice_and_adopts_on_the_day_a_version_takes_effect():
    adopted = [(version, version["board"]) for _, version in every_version() if "board" in version]
    assert len(adopted) > len(every_version()) / 2
    for version, board in adopted:
        assert board["first_reading_on"] < board["second_reading_on"] == board["adopted_on"]
        assert board["adopted_on"] == version["effective"]
        assert board["vote"]
        assert board["resolution"].startswith(f"{version['effective'].year}-")


def test_all_three_kinds_of_revision_occur():
    kinds = {version.get("kind") for _, version in every_version()}
    assert kinds == {None, "technical", "minor", "substantive"}


@pytest.mark.parametrize("pair", every_version(), ids=ids)
def test_a_text_prints_the_code_and_title_of_the_catalogue(pair):
    policy, _ = pair
    head = text_of(*pair).strip()[:200]
    assert policy["title"].lower() in head.lower()
    assert (policy["code"] in head) is policy["printed_code"]


def test_the_policy_without_a_printed_code_is_named_by_its_own_cross_references():
    policy = next(policy for policy in POLICIES.values() if not policy["printed_code"])
    for version in policy["version"]:
        assert f"#{policy['code']}, {policy['title']}\n" in text_of(policy, version)


@pytest.mark.parametrize("pair", every_version(), ids=ids)
def test_cross_references_name_policies_that_the_district_holds(pair):
    assert cited_in(text_of(*pair)) <= set(POLICIES) | {"930"}


def test_one_cross_reference_leads_to_a_policy_that_the_district_lacks():
    assert "930" not in POLICIES
    assert "930" in cited_in(text_of(POLICIES["8:25"], {"file": "v2.txt"}))


@pytest.mark.parametrize("code", POLICIES)
def test_every_policy_is_cited_by_another(code):
    newest = [(policy, policy["version"][-1]) for policy in POLICIES.values()]
    others = [text_of(*pair) for pair in newest if pair[0]["code"] != code]
    assert any(code in cited_in(text) for text in others)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise["name"])
def test_a_promise_rests_on_one_clause_of_the_newest_version(promise):
    policy = POLICIES[promise["code"]]
    lines = text_of(policy, policy["version"][-1]).splitlines()
    clause = re.compile(rf"\s*{re.escape(promise['label'])} {re.escape(promise['starts'])}")
    assert sum(bool(clause.match(line)) for line in lines) == 1
    assert promise["wording"].startswith("I will ")
    assert len(promise["wording"]) < 110


def test_the_newest_social_media_policy_still_holds_what_older_promises_rested_on():
    for promise in PROMISES:
        policy = POLICIES[promise["code"]]
        holding = [promise["starts"] in text_of(policy, version) for version in policy["version"]]
        assert holding == sorted(holding), "a clause, once there, stays"


def test_the_bulleted_twin_is_laid_out_with_thirteen_and_ten_bullets():
    text = text_of(POLICIES["417.2"], {"file": "v1.txt"})
    _, job, own = text.split("\n\n\u00a0\n\n")
    assert job.count("\n  • ") == 13
    assert own.count("\n  • ") == 10
    assert not text.endswith("\n")


def test_the_numbered_twin_has_thirteen_clauses_with_a_blank_line_after_the_fifth():
    text = text_of(POLICIES["533"], {"file": "v1.txt"})
    assert re.findall(r"^(\d+)\. ", text, re.MULTILINE) == [str(n) for n in range(1, 14)]
    assert re.search(r"^5\. .*\n\n6\. ", text, re.MULTILINE)
    assert re.findall(r"^\d+\. .*\n\n(\d+)\. ", text, re.MULTILINE) == ["6"]
    assert text.endswith("\n\nADOPTED: May 11, 2015\nREVISED: August 20, 2018\n")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real policies are not beside this clone")
@pytest.mark.parametrize("pair", every_version(), ids=ids)
def test_no_six_words_in_a_row_come_from_a_real_policy(pair, real_runs):
    ours = runs_of_words(PRINTED_FORM.sub("\n", text_of(*pair)))
    assert not ours & real_runs


@pytest.fixture(scope="module")
def real_runs():
    files = [*(SHARED / "policies").rglob("*.txt"), *(SHARED / "seeds").glob("*.txt")]
    return set().union(
        *(runs_of_words(file.read_text(encoding="utf-8", errors="replace")) for file in files)
    )


def test_three_hundred_and_fifty_people_get_different_names_and_addresses():
    names = people_names.full_names(350)
    assert names == people_names.full_names(350)
    assert len({people_names.email_for(*name) for name in names}) == len(set(names)) == 350


def test_addresses_are_ascii_whatever_the_name():
    assert people_names.email_for("Pa Houa", "Đặng") == "pahoua.dang@marlowbend.example"
    assert people_names.email_for("Søren", "de la Cruz") == "soren.delacruz@marlowbend.example"
    assert people_names.email_for("Niamh", "O'Neill") == "niamh.oneill@marlowbend.example"
    for first in people_names.first_names():
        for last in people_names.surnames():
            assert people_names.email_for(first, last).isascii()


def test_more_names_than_the_lists_can_make_are_refused():
    with pytest.raises(ValueError, match="different names"):
        people_names.full_names(1_000_000)


def test_six_buildings_and_three_departments_hold_the_whole_staff():
    kinds = [place.kind for place in people_names.places()]
    assert kinds == ["building"] * 6 + ["department"] * 3
    assert sum(place.people for place in people_names.places()) == 350
