"""How a question stands, for its badge."""

from __future__ import annotations

from django import template

from policies.questions.models import Question
from policies.questions.reading import kind_of

register = template.Library()


@register.filter
def question_kind(question: Question) -> str:
    """`{% badge question|question_kind … %}`."""
    return kind_of(question)
