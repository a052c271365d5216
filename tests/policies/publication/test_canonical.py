import hashlib

from policies.publication import canonical

CLAUSES = [
    {"depth": 0, "kind": "heading", "label": "", "text": "Duties"},
    {"depth": 1, "kind": "item", "label": "a.", "text": "Cafe\u0301\tand\nbar"},
]


def test_one_line_a_clause_in_composed_letters():
    assert canonical.text(CLAUSES) == "0\theading\t\tDuties\n1\titem\ta.\tCaf\u00e9 and bar\n"


def test_anyone_can_recompute_the_fingerprint():
    text = canonical.text(CLAUSES)
    assert canonical.fingerprint(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_no_clause_can_look_like_two():
    [line, rest] = canonical.text(
        [{"depth": 0, "kind": "para", "label": "", "text": "a\u2028b\x0bc\x85d\re"}]
    ).split("\n")
    assert line.splitlines() == [line]
    assert rest == ""
