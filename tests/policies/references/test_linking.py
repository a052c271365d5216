"""References: kept as printed, linked when read, followed both ways."""

import datetime as dt

import pytest

from policies.drafts import drafting
from policies.forms.head import HeadForm, _cross_reference
from policies.importing import own_text
from policies.importing.references import cross_reference
from policies.models import Policy, Reference
from policies.paper import writing
from policies.publication import rescinding
from policies.references import linking, missing
from policies.references.referring import references
from tests.factories.policies import draft, published

pytestmark = pytest.mark.django_db
EVERYTHING = Policy.objects.all()


def around(version):
    return linking.around(version, list(version.clauses.all()))


def referring(policy, among=EVERYTHING):
    version, codes = policy.in_force, policy.versions.values_list("code", flat=True)
    _around, found = linking.around_both_ways(version, [], among=among, codes=codes)
    return found


def who(policy):
    return [
        (entry.policy.code, [clause.path for clause in entry.clauses], entry.is_listed)
        for entry in referring(policy)
    ]


def codes(trouble, **options):
    found = missing.troubles(trouble, policies=Policy.objects.all(), **options)
    return [(named.code, named.times) for named in found]


def test_a_cross_reference_keeps_the_word_before_its_code():
    policy = published("1312.3", "Complaints").policy
    rule = published("1312.3", "How to complain", kind="rule").policy
    version = published(
        "529",
        "Networks",
        cross_refs=[
            {"code": "1312.3", "title": "How", "before": "AR"},
            {"code": "1312.3", "title": "Complaints"},
        ],
    )
    first, second = around(version).cross
    assert (str(first.reference), first.policy) == ("AR 1312.3, How", rule)
    assert (str(second.reference), second.policy) == ("#1312.3, Complaints", policy)


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("AR 1312.3 - Complaints", "AR"),
        ("Board Policy No. 529, Networks", "Board Policy"),
        ("529, Networks", ""),
        ("#529 Networks", ""),
    ],
)
def test_an_import_reads_the_word_before_a_code(line, before):
    assert cross_reference(line).before == before


def test_what_is_named_in_a_text_is_of_the_kind_that_it_is_called():
    policy = published("1312.3", "Complaints").policy
    rule = published("1312.3", "How to complain", kind="rule").policy
    published("529", "Networks", clauses=["See AR 1312.3.", "See BP 1312.3.", "See AR 1312.3."])
    assert who(rule) == [("529", ["1", "3"], False)]
    assert who(policy) == [("529", ["2"], False)]


def test_a_policy_knows_who_lists_it_and_which_clauses_name_it():
    policy = published("511", "Conduct", clauses=["Policy 511 names itself."]).policy
    published("530", "Phones", clauses=["Be kind.", "Policy 511 holds here too."])
    published("529", "Networks", cross_refs=[{"code": "511", "title": "Conduct"}])
    published("9", "Buses", clauses=["None."])
    assert who(policy) == [("529", [], True), ("530", ["2"], False)]


def test_what_a_former_version_named_no_longer_counts():
    policy = published("511", "Conduct").policy
    published("530", "Phones", clauses=["Policy 511 holds."])
    published("530", "Phones", clauses=["Nothing holds."])
    assert who(policy) == []


def test_a_reference_by_an_older_code_still_leads_there():
    policy = published("511", "Conduct").policy
    version = published(
        "530", "Phones", clauses=["Policy 511 holds."], cross_refs=[{"code": "511", "title": ""}]
    )
    published("512", "Conduct", policy=policy)
    policy.refresh_from_db()
    assert around(version).cross[0].policy == policy
    assert who(policy) == [("530", ["1"], True)]
    assert codes("renamed") == [("511", 2)]
    assert codes("missing") == []


def test_one_of_several_codes_is_enough():
    policy = published("GCAB/GDAB", "Conduct").policy
    published("530", "Phones", clauses=["Policy GDAB holds."])
    assert who(policy) == [("530", ["1"], False)]


def test_only_those_who_may_be_read_are_told():
    policy = published("511", "Conduct").policy
    published("530", "Phones", clauses=["Policy 511 holds."])
    assert referring(policy, among=Policy.objects.exclude(code="530")) == []


CF = "(cf. 5117 - Attendance) (cf. 511 - Conduct)"


def with_cf(number="1"):
    clauses = ["Be kind.", {"kind": "item", "label": "2.", "text": "Come.", "references": [CF]}]
    return published(number, "Attending", clauses=clauses)


def test_a_cf_stays_with_its_clause_and_links():
    policy = published("511", "Conduct").policy
    version = with_cf()
    clauses = list(version.clauses.all())
    linking.around(version, clauses)
    assert [[each.text for each in clause.beneath] for clause in clauses] == [[], [CF]]
    assert who(policy) == [("1", ["2"], False)]
    assert codes("missing") == [("5117", 1)]


def test_a_cf_is_no_part_of_the_text_that_is_hashed():
    assert "cf." not in with_cf().canonical_text


def test_a_cf_comes_back_in_the_next_draft_and_nothing_else_does():
    version = with_cf()
    published("2", "Other", clauses=["Policy 511 - Conduct holds."])
    again = drafting.revise(version.policy, by=None)
    assert [node["references"] for node in again.nodes] == [[], [CF]]
    other = drafting.revise(Policy.objects.get(code="2"), by=None)
    assert [node["references"] for node in other.nodes] == [[]]


def test_references_come_through_a_draft_unchanged():
    listed = [
        {"code": "1312.3", "title": "How", "before": "AR"},
        {"code": "511", "title": "Conduct"},
    ]
    legal = [{"group": "Education Code", "text": "200-262.4"}, {"group": "", "text": "34 CFR 99"}]
    version = published("529", "Networks", cross_refs=listed, legal_refs=legal)
    again = drafting.revise(version.policy, by=None)
    assert again.text["cross_refs"] == listed
    assert again.text["legal_refs"] == legal


def test_legal_references_keep_their_group():
    legal = [{"group": "Education Code", "text": "200-262.4"}]
    version = published("529", "Networks", legal_refs=legal)
    assert [(each.group, each.text) for each in around(version).legal] == [
        ("Education Code", "200-262.4")
    ]


def test_the_kind_is_kept_with_what_a_clause_names():
    made = draft("529", "Networks", clauses=["See AR 1312.3 and policy 511."])
    found = references(None, made, ["1"])
    assert [(each.before, each.code) for each in found] == [("rule", "1312.3"), ("policy", "511")]
    assert {each.kind for each in found} == {Reference.Kind.CITED}


def test_missing_codes_are_counted_with_the_title_that_most_print():
    published("1", "One", cross_refs=[{"code": "821", "title": "Information"}])
    published("2", "Two", clauses=["Policy 821 holds.", "Policy 821 – Information holds."])
    published("3", "Three", clauses=["AR 821 tells how."])
    named = missing.troubles("missing", policies=Policy.objects.all())
    assert [(each.code, each.kind, each.times, each.title) for each in named] == [
        ("821", "", 3, "Information"),
        ("821", "rule", 1, ""),
    ]
    missing.fill(named, "missing", policies=Policy.objects.all())
    assert [entry.policy.code for entry in named[0].who] == ["1", "2"]
    assert [clause.path for clause in named[0].who[1].clauses] == ["1", "2"]
    assert [entry.policy.code for entry in named[1].who] == ["3"]


def test_missing_codes_are_searched_by_code_and_title():
    published("1", "One", cross_refs=[{"code": "821", "title": "Information"}])
    assert codes("missing", words="82 inform") == [("821", 1)]
    assert codes("missing", words="zebra") == []


def test_references_to_what_is_rescinded_are_told_apart():
    at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    policy = published("511", "Conduct", at=at).policy
    published("530", "Phones", clauses=["Policy 511 holds."])
    assert codes("rescinded") == []
    rescinding.rescind(policy, on=dt.date(2026, 3, 1), reason="Out of date.", by=None)
    assert codes("rescinded") == [("511", 1)]
    assert codes("missing") == []


def test_a_policy_that_comes_in_is_missing_no_longer():
    published("1", "One", cross_refs=[{"code": "821", "title": "Information"}])
    published("821", "Information")
    assert codes("missing") == []


def test_a_reference_comes_back_from_a_text_file_with_the_word_before_its_code():
    listed = [
        {"code": "1312.3", "title": "How", "before": "AR"},
        {"code": "511", "title": "Conduct"},
        {"code": "", "title": "Board handbook"},
    ]
    version = published("529", "Networks", cross_refs=listed)
    found = own_text.parsed(writing.text_file(version))
    assert [(each.before, each.code, each.title) for each in found.cross_refs] == [
        ("AR", "1312.3", "How"),
        ("", "511", "Conduct"),
        ("", "", "Board handbook"),
    ]


@pytest.mark.parametrize(
    "line", ["AR 1312.3, How to complain", "511, Conduct", "GBEE", "Board Policy 511, Conduct"]
)
def test_a_reference_is_written_in_a_form_as_it_reads_there(line):
    the_draft = draft("529", "Networks", cross_refs=[_cross_reference(line)])
    assert HeadForm(draft=the_draft).initial["cross_refs"] == line
