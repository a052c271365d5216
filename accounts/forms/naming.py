"""Name people in a text box, one a line: works for 30 and for 140,000 on the roster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.models.person import sort_key

MOST = 200


class PeopleField(forms.CharField):
    """Lines with a name, an e-mail address or an employee number each → a list of people.

    `with_left` also knows those who have left or are still to come.
    """

    widget: Any = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def __init__(self, *, with_left: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.with_left = with_left

    def clean(self, value: object) -> list[Person]:
        """The people, each once, in order. Raises ValidationError with the lines that are wrong."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST:
            raise ValidationError(_("Name at most %(most)d people.") % {"most": MOST})
        known = _find(lines, with_left=self.with_left)
        wrong = [_why(line, known[line.casefold()]) for line in lines]
        if any(wrong):
            raise ValidationError([words for words in wrong if words])
        return list(
            {known[line.casefold()][0].pk: known[line.casefold()][0] for line in lines}.values()
        )

    def prepare_value(self, value: object) -> object:
        """People become lines again."""
        if isinstance(value, (list, QuerySet)):
            return "\n".join(person.email or person.number or str(person) for person in value)
        return value


class PersonField(PeopleField):
    """A name, an e-mail address or an employee number → one person on the roster."""

    widget = forms.TextInput(attrs={"spellcheck": "false", "autocomplete": "off"})

    def clean(self, value: object) -> Any:
        """The person, or None where nothing is required. Raises ValidationError."""
        return next(iter(super().clean(value)), None)

    def prepare_value(self, value: object) -> object:
        """A person becomes a line again."""
        return super().prepare_value([value] if isinstance(value, Person) else value)


def _why(line: str, people: list[Person]) -> str:
    """What is wrong with a line, in words; nothing when it names one person."""
    if not people:
        return _("Nobody on the roster is “%(line)s”.") % {"line": line}
    if len(people) > 1:
        return _("%(count)d people are called “%(line)s”. Give the e-mail address instead.") % {
            "count": len(people),
            "line": line,
        }
    return ""


def _find(lines: Iterable[str], *, with_left: bool) -> dict[str, list[Person]]:
    """For each line, in lower case, whom it may mean: without accents, if nobody is spelled so.

    Names may stand in either order.
    """
    asked = {line.casefold(): _turned(line) for line in lines}
    found: dict[str, list[Person]] = defaultdict(list)
    plain: dict[str, list[Person]] = defaultdict(list)
    there = Person.objects.all() if with_left else Person.objects.filter(is_active=True)
    people = there.annotate(
        by_email=Lower("email"),
        by_number=Lower("number"),
        by_name=Lower(Concat("given_name", Value(" "), "family_name")),
    )
    names = ("by_email", "by_number", "by_name")
    turned = {key for keys in asked.values() for key in keys}
    wanted = Q(by_email__in=asked) | Q(by_number__in=asked) | Q(by_name__in=asked)
    for person in people.filter(wanted | Q(sort_name__in=turned)) if asked else []:
        exact = {getattr(person, name) for name in names} & asked.keys()
        for line in exact:
            found[line].append(person)
        for line, keys in asked.items():
            if line not in exact and person.sort_name in keys:
                plain[line].append(person)
    return defaultdict(list, {line: found[line] or plain[line] for line in asked})


def _turned(line: str) -> set[str]:
    """The line as names are sorted, with each of its words first in turn."""
    words = sort_key("", line).split()
    return {" ".join(words[n:] + words[:n]) for n in range(len(words))}
