"""Every kind of mail: it has a name, its own text is sound, and its sample is filled."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from district_portal.mailing import composing, pieces, proofreading, sampling, wording
from district_portal.mailing.kinds import KINDS, kind_in_words

EDITABLE = sorted(name for name, kind in KINDS.items() if not kind.stays)
ABOUT_SIGNATURES = {
    "digest",
    "nudge",
    "escalation",
    "escalation_hr",
    "signed",
    "signed_on_paper",
    "marked_mistaken",
    "closed_unsigned",
}


def test_every_kind_has_a_name_for_people():
    folders = {
        path.parent.name for path in Path(settings.BASE_DIR).glob("templates/mail/*/subject.txt")
    }
    assert folders | set(pieces.patterns()) == set(KINDS)
    titles = [str(kind.title) for kind in KINDS.values()]
    assert len(set(titles)) == len(titles)
    assert kind_in_words("escalation_hr") == "Late people, to human resources"


def test_what_is_written_about_signatures_is_written_by_the_district():
    assert set(pieces.patterns()) == ABOUT_SIGNATURES


@pytest.mark.django_db
@pytest.mark.parametrize("name", EDITABLE)
def test_the_portal_s_own_text_is_sound_and_fills_its_sample(name):
    text = wording.default(name)
    found = proofreading.faults(wording.pattern_of(name), subject=text.subject, body=text.body)
    assert found == {}
    sample = sampling.sample(name, text)
    assert sample.text.startswith("Hello Alex,")
    assert sample.text.count(f"{settings.PORTAL_ADDRESS}/…") == 1
    assert sample.html.count("<a ") == 1
    assert "{" not in sample.subject + sample.text + sample.html


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(ABOUT_SIGNATURES))
def test_every_name_that_is_offered_is_filled(name):
    pattern = wording.pattern_of(name)
    words = {word.name for word in pattern.words}
    values = pattern.values(
        {**pattern.example(), "district": composing.current.current()},
        called="Alex",
        district="Marlow",
        link="https://x.example/",
    )
    assert set(values) == words


@pytest.mark.parametrize("name", sorted(set(KINDS) - set(EDITABLE)))
def test_what_guards_a_sign_in_has_no_text_to_change(name):
    with pytest.raises(KeyError):
        wording.pattern_of(name)
