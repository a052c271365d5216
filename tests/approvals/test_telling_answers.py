"""In which language an answer is shown."""

from __future__ import annotations

from django.utils import translation

from approvals.templatetags.approvals import told


def test_what_was_chosen_is_told_in_the_language_of_the_reader_and_what_was_typed_is_not():
    chosen = {"name": "audience", "label": "Audience", "text": "Every week; Yes", "chosen": True}
    typed = {"name": "about", "label": "About", "text": "Yes"}
    with translation.override("es"):
        assert told(chosen) == "Todas las semanas; Sí"
        assert told(typed) == "Yes"
        assert told({**chosen, "before": "Yes"}, "before") == "Sí"
    assert told(chosen) == "Every week; Yes"
