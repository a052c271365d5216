"""Several people who write the text of a mail at once: one text counts, the others are told."""

from __future__ import annotations

from functools import partial

import pytest

from district_portal import audit
from district_portal.mailing import wording
from district_portal.mailing.models import Wording
from district_portal.mailing.wording import Text
from tests.races.together import together

pytestmark = pytest.mark.django_db(transaction=True)
BODY = "Dear {first name},\n\n{policies}\n\n{link}"


def reword(text, by):
    try:
        return wording.reword("digest", text, by=by, based_on=0).subject
    except wording.StaleWordingError as stale:
        return stale.newest


def test_of_six_texts_at_once_one_counts_and_five_are_told_whose(cast):
    texts = [Text(f"{number}: {{due date}}", BODY) for number in range(6)]
    results = together([partial(reword, text, cast.polly) for text in texts])
    row = Wording.objects.get()
    assert sorted(map(str, results)) == sorted([row.subject, *[str(row)] * 5])
    assert audit.events(act="mail.reworded").count() == 1


def test_one_text_saved_six_times_at_once_is_kept_once(cast):
    text = Text("{due date}", BODY)
    results = together([partial(reword, text, cast.polly)] * 6)
    assert results == [text.subject] * 6
    assert Wording.objects.count() == 1
