import pytest

from policies.references.citing import citations


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(cf. 5117 - Moving In)", [("5117", "Moving In")]),
        ("see #522.4 and #529", [("522.4", ""), ("529", "")]),
        ("as BP/AR 1312.3 - Complaints says", [("1312.3", "Complaints")]),
        ("Board Policy 5131.9 - Academic Honesty, be honest", [("5131.9", "Academic Honesty")]),
        ("in accordance with policy 504.6.", [("504.6", "")]),
        ("Policies 403.80 and 602.63", [("403.80", ""), ("602.63", "")]),
        ("AR 4119.12/4219.12/4319.12 applies", [("4119.12/4219.12/4319.12", "")]),
        ("See also BDG.", [("BDG", "")]),
        ("as policy JRB says, see JR.", [("JRB", ""), ("JR", "")]),
        ("moved to Policy BDA, as approved", [("BDA", "")]),
        ("rule 828.1 says how", [("828.1", "")]),
        ("under administrative rules 828.1 and 828.2.", [("828.1", ""), ("828.2", "")]),
        ("by procedure 4112.5", [("4112.5", "")]),
    ],
)
def test_references_to_policies(text, found):
    assert [(each.code, each.title) for each in citations(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "Education Code 48900.1",
        "20 USC 1681",
        "Section 504 of the Act",
        "our policy is kindness",
        "POLICY FOR STAFF",
        "#1 in town",
        "one rule for all 30 of us",
        "rule 5 of the game",
        "the guidelines A and B",
    ],
)
def test_statutes_and_words_are_no_references(text):
    assert citations(text) == []


def test_a_reference_says_where_it_stands_and_of_what_kind():
    text = "Read Administrative Regulation 4030 first."
    [found] = citations(text)
    assert text[found.start : found.end] == "Administrative Regulation 4030"
    assert found.kind == "rule"
    [small] = citations("Read rule 828.1 first.")
    assert (small.start, small.kind) == (5, "rule")
