"""Each text is printed as a real district prints its policies; the words are invented."""

from tests.policies.importing.reading import cross_codes, dates, outline, read_text


def test_code_number_above_the_title_and_columns_of_references():
    parsed = read_text("code_number.txt")
    assert (parsed.code, parsed.title) == ("203.7", "BOARD MEMBER SOCIAL MEDIA ENGAGEMENT")
    assert outline(parsed) == [
        "para0 The board",
        "item0 1. Keep their",
        "item0 2. Send complaints",
        "item0 3. Answer no",
        "item1 a. in public;",
        "item1 b. in a",
        "item1 c. through others.",
        "para0 Nothing in",
        "para0 NOTE: This",
    ]
    assert [each.text for each in parsed.legal_refs] == [
        "Iowa Code §§ 21; 22; 279.8 (2021).",
        "281 I.A.C. 12.3(2).",
    ]
    assert cross_codes(parsed) == ["200.2", "401.14", "605.5"]
    assert dates(parsed) == [
        ("adopted", "2010-07-12"),
        ("reviewed", "2019-10"),
        ("reviewed", "2021-11-08"),
    ]


def test_section_of_the_manual_between_code_and_title():
    parsed = read_text("section_and_colon_code.txt")
    assert (parsed.code, parsed.title) == ("5:125", "Personal Devices and Online Conduct")
    assert [node.text for node in parsed.nodes if node.kind == "heading"] == [
        "Definitions",
        "Usage and Conduct",
    ]
    assert len(parsed.legal_refs) == 4
    assert cross_codes(parsed) == ["5:30", "5:120", "6:235", "7:20"]
    assert [each.code for each in parsed.inline_cross_refs] == ["5:120"]
    assert dates(parsed) == [("adopted", "2012-06-19"), ("revised", "2020-05-05")]


def test_code_at_the_right_of_the_title_and_lettered_headings():
    parsed = read_text("code_at_the_right.txt")
    assert (parsed.code, parsed.title) == ("7335", "EMPLOYEE USE OF SOCIAL MEDIA")
    assert outline(parsed) == [
        "para0 The board",
        "heading0 A. DEFINITIONS",
        "item0 1. Social Media",
        "cont0 Social media",
        "item0 2. Filters",
        "cont0 Filters let",
        "heading0 B. WRITING TO",
        "para0 Employees keep",
        "item0 1. with prior",
        "item0 2. in an",
        "item1 a) fire, and",
        "item1 b) flood.",
        "heading0 C. CONSEQUENCES",
        "para0 The school",
    ]
    assert [each.text[:12] for each in parsed.legal_refs] == [
        "U.S. Const. ",
        "Children's I",
        "G.S. 115C-32",
        "16 N.C.A.C. ",
    ]
    assert cross_codes(parsed) == ["1610/7800", "3230/7330", "4040/7310"]
    assert [each.code for each in parsed.inline_cross_refs] == ["4040/7310", "7300"]
    assert len(parsed.dates) == 4


def test_letter_code_and_headings_in_sentence_case():
    parsed = read_text("letter_code.txt")
    assert (parsed.code, parsed.title) == ("GBEE", "Staff Use of the Network")
    assert [node.text for node in parsed.nodes if node.kind == "heading"] == [
        "Prohibited uses",
        "Security",
    ]
    assert dates(parsed) == [("adopted", "2015-10")]
    assert cross_codes(parsed) == ["AC", "EGAEA", "JS"]
    assert len(parsed.legal_refs) == 3


def test_a_heading_known_only_by_its_place_is_told_as_a_doubt():
    parsed = read_text("letter_code.txt")
    assert [parsed.nodes[doubt.node].text for doubt in parsed.doubts] == ["Prohibited uses"]
    assert "Is it one?" in parsed.doubts[0].message


def test_one_block_holds_laws_and_policies():
    parsed = read_text("both_kinds_of_reference.txt")
    assert (parsed.code, parsed.title) == ("GBEBD", "EMPLOYEE USE OF NETWORKING WEBSITES")
    assert [each.text.split(",")[0] for each in parsed.legal_refs] == [
        "RSA 189:13",
        "RSA 189:14-a",
        "NH Code of Administrative Rules",
    ]
    assert cross_codes(parsed) == ["GBEA", "GBEB", "GBEF", "JICDD"]
    assert dates(parsed) == [
        ("first_reading", "2012-08-13"),
        ("second_reading", "2012-09-10"),
        ("adopted", "2012-09-10"),
        ("revised", "1989-02-20"),
        ("revised", "2026-01-12"),
    ]


def test_roman_headings_and_a_head_in_two_columns():
    parsed = read_text("roman_headings.txt")
    assert (parsed.code, parsed.title) == ("406", "PUBLIC AND PRIVATE PERSONNEL DATA")
    assert outline(parsed) == [
        "heading0 I. PURPOSE",
        "para0 This policy",
        "heading0 II. GENERAL STATEMENT",
        "item0 A. All data",
        "item0 B. All other",
        "heading0 III. DEFINITIONS",
        'item0 A. "Public" means',
        'item0 B. "Private" means',
        "item1 1. school district",
        "item1 2. others named",
        "item2 a. a spouse;",
        "item2 b. a lawyer.",
        'item0 C. "Confidential" means',
    ]
    assert dates(parsed) == [("adopted", "2002-06"), ("revised", "2013-06-18")]
    assert cross_codes(parsed) == ["515"]


def test_a_head_with_one_value_a_line():
    parsed = read_text("head_one_value_a_line.txt")
    assert (parsed.code, parsed.title) == ("po7544", "SOCIAL MEDIA")
    assert outline(parsed)[0] == "para0 Good tools"
    assert dates(parsed) == [("adopted", "2018-03-12"), ("revised", "2020-09-14")]
    assert len(parsed.legal_refs) == 2


def test_lines_cut_to_a_width_without_blank_lines_between_paragraphs():
    parsed = read_text("wrapped_without_blank_lines.txt")
    assert (parsed.kind, parsed.code) == ("rule", "3516")
    assert outline(parsed) == [
        "heading0 Parts of",
        "para0 Every school",
        "para0 The principal",
        "heading0 Drills",
        "para0 The principal",
        "item0 1. A fire",
        "item0 2. An earthquake,",
        "item0 3. A stranger",
        "item1 a. The place",
        "item1 b. How parents",
        "item2 i. by letter,",
        "item2 ii. by telephone",
        "item1 c. Who opens",
        "cont1 Note means",
        "item0 4. A storm",
        "para0 The Superintendent",
    ]
    assert [(each.group, each.text) for each in parsed.legal_refs[2:]] == [
        ("State References", "Ed. Code 32282 - School safety plans"),
        ("Management Resources", "Website - Example Office of Emergencies"),
    ]
    assert cross_codes(parsed) == ["0450", "3516.1"]


def test_page_numbers_and_running_heads_leave_sentences_whole():
    parsed = read_text("page_furniture.txt")
    assert (parsed.code, parsed.title) == ("5146", "Students Who Are Parents")
    assert parsed.nodes[4].text.endswith("during all that the school does after it")
    assert parsed.nodes[1].text.endswith("and only then")
    assert {"38", "39", "40", "41", "227", "228", "229", "230"} <= set(parsed.dropped)
    assert not any(digits in node.text for node in parsed.nodes for digits in ("38", "227", "39"))


def test_references_in_brackets_belong_to_the_clause_above():
    parsed = read_text("page_furniture.txt")
    assert parsed.nodes[0].references == [
        "(cf. 5113 - Absences and Excuses)",
        "(cf. 6158 - Independent Study)",
    ]
    assert [each.code for each in parsed.inline_cross_refs] == ["5113", "6158", "5148", "3550"]
    assert cross_codes(parsed) == ["0410", "5145.6-E PDF(1)"]


def test_front_matter_sections_tables_and_footnotes():
    parsed = read_text("front_matter.md")
    assert (parsed.code, parsed.also_codes, parsed.title) == ("0403.50", ["GBAA"], "Staff Conduct")
    assert outline(parsed) == [
        "heading0 ARTICLE I: THE DISTRICT",
        "heading0 Section 1. The Name",
        "para0 Everybody calls",
        "heading0 Section 2:",
        "para0 The board",
        "heading0 Section 5A: Assistant Secretary",
        "heading0 Duties",
        "item0 1. Keep the",
        "item0 2. have them",
        "para0 Whoever uses",
        "item0 - Days: drive",
        "item0 - drive slowly*:",
        "item1 - in town",
        "item1 - near schools",
        "item0 - and bring",
        "item0 1. First",
        "item1 1. inner one",
        "item1 1. inner two",
        "item0 1. Second",
        "row0 Room |",
        "row0 Gym (large)",
        "row0 - With",
        "para0 * Slowly means",
    ]
    assert [node.shown_label for node in parsed.nodes[15:19]] == ["1.", "1.", "2.", "2."]
    assert cross_codes(parsed) == ["AC", "JBA"]


def test_a_date_of_another_document_is_not_the_policys_date():
    assert dates(read_text("front_matter.md")) == [
        ("adopted", "2008-11-18"),
        ("first_reading", "2007-11-14"),
        ("previously_adopted", "1988-08-23"),
        ("revised", "1975-06-17"),
        ("revised", "1979-01-16"),
        ("reviewed", None),
    ]


def test_an_address_outside_the_manual_stays_readable():
    text = read_text("front_matter.md").nodes[2].text
    assert text.endswith("See also BDG and the handbook, or the law (https://example.org/law).")


def test_labels_in_brackets_nest():
    parsed = read_text("brackets.txt")
    assert (parsed.code, parsed.title) == ("440", "STAFF ONLINE CONDUCT")
    assert outline(parsed)[3:10] == [
        "item0 (a) A teacher",
        "item0 (b) A coach",
        "item1 (1) of games,",
        "item1 (2) of meets,",
        "item2 (i) home meets,",
        "item2 (ii) away meets.",
        "item0 (c) Others ask",
    ]
