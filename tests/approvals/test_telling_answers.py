"""In which language an answer is shown."""

from __future__ import annotations

from django.utils import translation

from approvals.answers import Said
from approvals.templatetags.approvals import told


def test_what_was_chosen_is_told_in_the_language_of_the_reader_and_what_was_typed_is_not():
    chosen = {"name": "audience", "label": "Audience", "text": "Every week; Yes", "chosen": True}
    typed = {"name": "about", "label": "About", "text": "Yes"}
    with translation.override("es"):
        assert told(chosen) == "Todas las semanas; Sí"
        assert told(typed) == "Yes"
        assert told({**chosen, "before": "Yes"}, "before") == "Sí"
    assert told(chosen) == "Every week; Yes"


def test_a_day_is_told_as_the_reader_writes_days():
    start = Said(name="starts_on", label="Start", text="Dec 1, 2026", day="2026-12-01")
    assert told(start) == "Dec 1, 2026"
    with translation.override("es"):
        assert told(start) == "1 de dic de 2026"
