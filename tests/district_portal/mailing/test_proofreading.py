"""A text that has lost its link or its due date, or names what nobody knows, is not kept."""

from __future__ import annotations

import pytest

from district_portal.mailing import proofreading, wording

SUBJECT = "{number} by {due date}"
ALONE = "A brace stands alone. Write both, around a name of the list: {first name}."
NO_ADDRESS = "Leave out web addresses. A mail has one link, {link}, which leads to the task."
BODY = "Hello {first name},\n\n{policies}\n\n{link}"


def faults(name="digest", *, subject=SUBJECT, body=BODY):
    return proofreading.faults(wording.pattern_of(name), subject=subject, body=body)


def test_a_sound_text_has_none():
    assert faults() == {}
    assert faults(subject="{ Due   DATE }") == {}, "however it is spaced"


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("Please sign", "The subject needs {due date} or {summary}."),
        ("{due date} {polices}", "This mail knows no {polices}. Did you mean {policies}?"),
        ("{due date} {xyzzy}", "This mail knows no {xyzzy}. Choose from the list."),
        ("{due date} {policies}", "{policies} is too long for a subject."),
        ("{due date} {", ALONE),
    ],
)
def test_what_is_wrong_with_a_subject_is_said_beside_it(subject, said):
    assert faults(subject=subject) == {"subject": [said]}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{policies}", "{link} is missing: the one link, which leads to the task."),
        ("{link}", "{policies} is missing: every policy that waits, each with its due date."),
        (f"{BODY}\n\n{{link}}", "{link} stands there twice. Once is enough."),
        ("{policies}\nSign: {link}", "Put {link} on a line of its own."),
        (f"{BODY}\n{{due dat}}", "This mail knows no {due dat}. Did you mean {due date}?"),
        (f"{BODY}\nor www.example.org", NO_ADDRESS),
        (f"{BODY}\nHTTPS://x.example", NO_ADDRESS),
    ],
)
def test_what_is_wrong_with_a_text_is_said_beside_it(body, said):
    assert faults(body=body) == {"body": [said]}


def test_a_receipt_keeps_all_that_proves_it():
    said = faults("signed", subject="Thank you for {policy}", body="{statement}\n{link}")["body"]
    assert [sentence.partition(" is missing")[0] for sentence in said] == [
        "{receipt number}",
        "{time signed}",
        "{fingerprint}",
    ]


def test_a_mail_without_a_pattern_of_its_own_keeps_what_the_portal_says():
    said = faults("request_waiting", subject="Decide", body="Hello")
    assert said["subject"] == ["The subject needs {summary}."]
    assert [sentence[:10] for sentence in said["body"]] == ["{message} ", "{link} is "]
