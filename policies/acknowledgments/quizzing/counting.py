"""How well the text of a version is understood, by what people answer first.

This tells of the text, never of people: there is no count of a person's answers anywhere, and none
at all before FEWEST people have answered, so that nobody can be told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, F, Q, QuerySet

if TYPE_CHECKING:
    from policies.acknowledgments.models import CheckQuestion

FEWEST: Final = 5
"""People who must have answered before anything is counted for the author."""
UNCLEAR: Final = 0.6
"""Below this share of right first answers the clause, or the question, may be unclear."""


def counted(questions: QuerySet[CheckQuestion]) -> QuerySet[CheckQuestion]:
    """Each of `questions` with how many people `tried` it, got it `right_first`, and `read` on.

    The last went on by reading the clause. One query. Who signs again in another school year
    counts again.
    """
    first = Q(attempts__number=1)
    return questions.annotate(
        tried=Count("attempts", filter=first),
        right_first=Count("attempts", filter=first & Q(attempts__answer=F("right"))),
        read=Count("attempts", filter=Q(attempts__number__gt=1, attempts__answer=None)),
    )


def may_be_unclear(question: Any) -> bool:
    """Whether one of `counted` was got wrong first by so many that its text should be looked at."""
    enough = question.tried >= FEWEST
    return enough and question.right_first < UNCLEAR * question.tried
