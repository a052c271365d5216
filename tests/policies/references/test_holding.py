"""Which policy a code means."""

import pytest

from policies.models import Policy
from policies.references.holding import holding, named
from tests.factories.policies import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def twins():
    policy = published("1312.3", "Complaints").policy
    rule = published("1312.3", "How to complain", kind="rule").policy
    return policy, rule


@pytest.mark.parametrize(
    ("kind", "own", "which"),
    [("rule", "", 1), ("policy", "", 0), ("", "", 0), ("", "rule", 1), ("policy", "rule", 0)],
)
def test_the_kind_that_is_said_decides_and_else_that_of_the_text(twins, kind, own, which):
    assert holding(["1312.3"], own=own).find("1312.3", kind) == twins[which]


def test_a_rule_that_is_not_here_is_not_the_policy():
    published("1312.3", "Complaints")
    held = holding(["1312.3"])
    assert held.find("1312.3", "rule") is None
    assert held.find("1312.3", "exhibit") is None


def test_what_is_called_a_policy_may_be_a_rule_when_nothing_else_has_the_code():
    rule = published("1312.3", "How to complain", kind="rule").policy
    assert holding(["1312.3"]).find("1312.3", "policy") == rule


@pytest.mark.parametrize("code", ["gbee", "GBEE", "Gbee"])
def test_case_does_not_matter(code):
    policy = published("GBEE", "Networks").policy
    assert holding([code]).find(code) == policy


def test_signs_and_spaces_do_not_matter():
    rule = published("1201-AR(3)", "Grievances", kind="rule").policy
    assert holding(["1201 - AR (3)"]).find("1201 - AR (3)", "rule") == rule


def test_a_policy_of_several_codes_has_each_of_them():
    policy = published("GCAB/GDAB", "Networks").policy
    assert holding(["GDAB"]).find("GDAB") == policy
    assert holding(["GDAB/GXYZ"]).find("GDAB/GXYZ") == policy


def test_an_old_code_leads_on_until_another_policy_takes_it():
    policy = published("529", "Networks").policy
    published("533", "Networks", policy=policy)
    assert holding(["529"]).find("529") == policy
    other = published("529", "Phones", policy=None).policy
    assert other != policy
    assert holding(["529"]).find("529") == other


def test_nothing_is_held_for_a_code_of_signs_only():
    published("529", "Networks")
    assert holding(["#", "/", ""]).find("/") is None


@pytest.mark.parametrize("text", ["1312.3", "BP 1312.3", "policy 1312.3", " #1312.3 "])
def test_a_code_is_read_with_what_stands_before_it(twins, text):
    assert named(text, among=Policy.objects.all()) == twins[0]


@pytest.mark.parametrize("text", ["AR 1312.3", "ar 1312.3", "Administrative Regulation 1312.3"])
def test_a_rule_is_named_by_its_kind(twins, text):
    assert named(text, among=Policy.objects.all()) == twins[1]


def test_only_policies_in_question_are_held(twins):
    assert named("1312.3", among=Policy.objects.filter(kind="rule", code="none")) is None
