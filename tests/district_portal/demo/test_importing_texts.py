"""The fictional district's texts come in with exactly the structure that was meant."""

import pytest

from policies.importing import parse
from tests.district_portal.demo.test_texts import POLICIES, TEXTS, every_version, ids, path_of

TWIN_A = "twins/417.2-employee-social-media"
TWIN_B = "twins/staff-presence-on-social-media"
SIGNS = {"heading": "#", "para": "¶", "cont": "+", "row": "|"}
# ¶ a paragraph, # a heading, | a row of a table, else the printed label; brackets go one deeper.
OUTLINES = {
    f"{TWIN_A}/v1.txt": "¶ # ¶ • • • • • • • • • • • • • # ¶ • • • • • • • • • •",
    f"{TWIN_A}/v2.txt": "¶ # ¶ • • • • • • • • • • • • • • # ¶ • • • • • • • • •",
    f"{TWIN_B}/v1.txt": "¶ ¶ ¶ ¶ 1. 2. 3. 4. 5. 6. 7. 8. 9. 10. 11. 12. 13.",
    f"{TWIN_B}/v2.txt": "¶ ¶ ¶ ¶ 1. 2. 3. 4. 5. 6. 7. 8. 9. 10. 11. 12. 13.",
    "511-staff-conduct/v1.txt": "¶ 1. 2. 3. 4. (a. b. c.) 5. 6. 7. 8.",
    "511-staff-conduct/v2.txt": "¶ 1. 2. 3. 4. 5. (a. b. c.) 6. 7. 8. 9.",
    "511-staff-conduct/v3.txt": "¶ 1. 2. 3. 4. (a. b. c.) 5. 6. (a. b. c.) 7. 8. 9. 10. 11.",
    "740.1-acceptable-use/v1.md": "¶ # 1. 2. 3. # 4. 5. 6. 7. # 8. 9.",
    "740.1-acceptable-use/v2.md": "¶ # 1. 2. 3. 4. # 5. 6. 7. 8. 9. # 10. 11.",
    "740.1-acceptable-use/v3.md": "¶ # 1. 2. 3. 4. # 5. 6. 7. 8. 9. 10. 11. # 12. 13.",
    "jrb-student-records/v1.txt": "¶ A. (1. 2.) B. (1. 2. 3.) C. (1. 2. 3.)",
    "jrb-student-records/v2.txt": "¶ A. (1. 2.) B. (1. 2. 3.) C. (1. 2. 3.)",
    "jrb-student-records/v3.txt": "¶ A. (1. 2. 3.) B. (1. 2. 3. 4.) C. (1. 2. 3. 4.)",
    "8-25-volunteers/v1.txt": "¶ # 1. 2. 3. # 4. 5. 6. 7. 8.",
    "8-25-volunteers/v2.txt": "¶ # 1. 2. 3. 4. # 5. 6. 7. 8. 9. 10.",
    "826-public-information/v1.txt": "¶ 1. 2. 3. 4. 5. 6.",
    "826-public-information/v2.txt": "¶ 1. 2. 3. 4. 5. 6. 7.",
    "826-public-information/v3.txt": "¶ 1. 2. 3. 4. 5. 6. 7. 8. 9.",
    "741-web-pages/v1.txt": "¶ 1. 2. 3. 4. 5.",
    "741-web-pages/v2.txt": "¶ 1. 2. 3. 4. 5.",
    "ar-828.1-records/v1.md": "¶ 1. 2. 3. | | | | | 4. 5.",
    "ar-828.1-records/v2.md": "¶ 1. 2. 3. | | | | | | | 4. 5. 6. 7.",
    "ar-828.1-records/v3.md": "¶ 1. 2. 3. | | | | | | | 4. 5. 6. 7.",
}
FOOT_OF_TWIN_B = [
    ("511", "Staff Conduct and Ethics"),
    ("533", "Staff Presence on Social Media"),
    ("826", "Public Information Program"),
    ("828.1", "Keeping and Disposing of Records"),
]


def outline(nodes):
    written, depth = "", 0
    for node in nodes:
        brackets = "(" * (node.depth - depth) or ")" * (depth - node.depth)
        closing, opening = (brackets, "") if ")" in brackets else ("", brackets)
        written += f"{closing} {opening}{SIGNS.get(node.kind) or node.label}"
        depth = node.depth
    return (written + ")" * depth).strip()


def test_every_version_has_an_outline():
    files = {str(path_of(*pair).relative_to(TEXTS)) for pair in every_version()}
    assert files == set(OUTLINES)


@pytest.mark.parametrize("file", OUTLINES)
def test_a_text_comes_in_with_its_clauses_as_printed(file):
    assert outline(parse(TEXTS / file).nodes) == OUTLINES[file]


@pytest.mark.parametrize("pair", every_version(), ids=ids)
def test_a_text_comes_in_with_its_code_and_title(pair):
    policy, _ = pair
    parsed = parse(path_of(*pair))
    assert parsed.title.lower() == policy["title"].lower()
    assert parsed.code == (policy["code"] if policy["printed_code"] else None)
    assert parsed.kind == ("rule" if policy["kind"] == "administrative rule" else "policy")


@pytest.mark.parametrize("pair", every_version(), ids=ids)
def test_the_last_date_printed_is_the_day_a_version_takes_effect(pair):
    policy, version = pair
    dates = parse(path_of(*pair)).dates
    if policy["code"] == "417.2":
        assert dates == [], "this text prints no dates"
    else:
        assert dates[0].type == "adopted"
        assert dates[-1].iso == version["effective"].isoformat()


@pytest.mark.parametrize("pair", every_version(), ids=ids)
def test_only_a_missing_code_is_in_doubt(pair):
    doubts = parse(path_of(*pair)).doubts
    assert [doubt.about for doubt in doubts] == ([] if pair[0]["printed_code"] else ["code"])


@pytest.mark.parametrize("version", POLICIES["533"]["version"], ids=lambda each: each["file"])
def test_the_text_without_a_code_offers_the_one_of_its_own_title(version):
    parsed = parse(path_of(POLICIES["533"], version))
    assert [doubt.suggestion for doubt in parsed.doubts] == ["533"]
    assert [(each.code, each.title) for each in parsed.cross_refs] == FOOT_OF_TWIN_B
