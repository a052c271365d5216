"""A text of the district becomes a subject, plain text and HTML, and never a program."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from district_portal.mailing import filling
from district_portal.mailing.filling import Lines, Link, Quote

VALUES = {
    "first name": "Lou",
    "policy": "529 <Networks> & {link}",
    "policies": Lines((("511 Conduct", "due today"), ("and 1 more", ""))),
    "statement": Quote("I, Lou, <agree>."),
    "link": Link("Read & sign", "https://portal.example/sign/1/"),
}
TEXT = """Hello {First  Name},
it is about {policy}:

{policies}
Please:
- read it
* sign it
Thank you, <b>all</b>.
{statement}

{link}"""


def test_plain_text_keeps_paragraphs_lists_and_the_link():
    assert filling.plain(TEXT, VALUES) == (
        "Hello Lou,\nit is about 529 <Networks> & {link}:\n\n"
        "- 511 Conduct\n  due today\n- and 1 more\n\n"
        "Please:\n\n- read it\n- sign it\n\nThank you, <b>all</b>.\n\n"
        "I, Lou, <agree>.\n\n"
        "Read & sign:\nhttps://portal.example/sign/1/\n"
    )


def test_html_has_the_same_with_everything_escaped():
    assert filling.html(TEXT, VALUES) == (
        "<p>Hello Lou,<br>\nit is about 529 &lt;Networks&gt; &amp; {link}:</p>\n"
        "<ul>\n<li><strong>511 Conduct</strong><br>due today</li>\n<li>and 1 more</li>\n</ul>\n"
        "<p>Please:</p>\n<ul>\n<li>read it</li>\n<li>sign it</li>\n</ul>\n"
        "<p>Thank you, &lt;b&gt;all&lt;/b&gt;.</p>\n"
        "<blockquote><p>I, Lou, &lt;agree&gt;.</p></blockquote>\n"
        '<p><a href="https://portal.example/sign/1/"><strong>Read &amp; sign</strong></a></p>\n'
    )


def test_a_subject_is_one_line():
    assert filling.one_line("For\n {first name}:  {policy}", VALUES) == (
        "For Lou: 529 <Networks> & {link}"
    )


@pytest.mark.parametrize("made", [filling.plain, filling.html, filling.one_line])
def test_an_unknown_name_is_an_error(made):
    with pytest.raises(KeyError):
        made("Hello {nobody}", VALUES)


def test_a_fingerprint_may_break_on_a_phone():
    values = {**VALUES, "policy": "0123456789abcdef" * 4 + "&"}
    assert f"{'0123456789abcdef' * 2}<wbr>0123" in filling.html("{policy}", values)
    assert "0123456789abcdef" * 4 in filling.plain("{policy}", values)


def test_a_link_to_nowhere_is_left_out():
    values = {**VALUES, "link": Link("Open", "")}
    assert filling.plain("Bye\n\n{link}", values) == "Bye\n"
    assert "<a" not in filling.html("Bye\n\n{link}", values)


@pytest.mark.parametrize(
    "text", ["{% load static %}", "{{ settings.SECRET_KEY }}", "{# no #}", "%(first name)s", "${x}"]
)
def test_marks_of_other_languages_mean_nothing(text):
    try:
        assert filling.plain(text, VALUES) == f"{text}\n"
    except KeyError:
        assert "{" in text


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_characters="{}", exclude_categories=["Cs"])))
def test_no_text_brings_a_tag_into_the_html(text):
    made = filling.html(text, VALUES)
    for tag in ("<p>", "</p>", "<br>", "<wbr>", "<ul>", "</ul>", "<li>", "</li>"):
        made = made.replace(tag, "")
    assert "<" not in made
