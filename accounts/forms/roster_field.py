"""Name a person of the roster in a form, by e-mail address or name, without script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, Posting
from accounts.models.person import sort_key

MOST = 8
"""So many people are offered to choose from; with more, a fuller name is asked for."""


def find_people(
    text: str, *, left: bool = False, numbered: bool = False, by_work: bool = False
) -> list[Person]:
    """People in office whom `text` may mean, at most MOST + 1: one for an address or full name.

    With `left`, also those who have left; with `numbered`, an employee number means whoever has
    it: for a page of those who know the numbers. With `by_work`, where nobody is called so, those
    who do that here: "nurse", "nurse cedar".
    """
    text = text.strip()
    if "\x00" in text:
        return []
    people = Person.objects.all() if left else Person.objects.filter(is_active=True)
    if "@" in text:
        return list(people.filter(email__iexact=text)[:1])
    if numbered and (holders := list(people.filter(number=text)[:1])):
        return holders
    words = sort_key("", text).split()
    if not words:
        return []
    matching = people
    for word in words:
        matching = matching.filter(
            Q(sort_name__startswith=word) | Q(sort_name__contains=f" {word}")
        )
    found = list(matching.order_by("sort_name", "pk")[: MOST + 1])
    if by_work and not found:
        return _find_by_work(text, people)
    exact = [person for person in found if sorted(person.sort_name.split()) == sorted(words)]
    return exact if len(exact) == 1 else found


def _find_by_work(text: str, people: QuerySet[Person]) -> list[Person]:
    """Those of `people` whose posting of today has each word of `text` in its position or place."""
    postings = Posting.objects.current()
    for word in text.split():
        postings = postings.filter(Q(position__icontains=word) | Q(place__name__icontains=word))
    there = people.filter(pk__in=postings.values("person"))
    return list(there.order_by("sort_name", "pk")[: MOST + 1])


class RosterField(forms.CharField):
    """Answers the Person whom the text means. `picked` is the id chosen among several.

    With `left`, those who have left can be named too; with `numbered`, anybody by their employee
    number. `by_work` finds people by what they do and
    where, too: for a page that shows whom it found before anything comes of it.
    """

    default_error_messages = {
        "unknown": _("Nobody on the roster has this name or e-mail address. Check the spelling."),
        "several": _("Several people match. Choose one of them below, or type an e-mail address."),
        "many": _("Many people match. Type the whole name or an e-mail address."),
    }
    left = False
    numbered = False
    by_work = False
    picked = ""
    known: Mapping[str, list[Person]] = {}
    """What a text was found to mean already, by the text."""

    def find(self, text: str) -> list[Person]:
        """Whom `text` may mean here; see find_people."""
        return find_people(text, left=self.left, numbered=self.numbered, by_work=self.by_work)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = self.known.get(text)
        if found is None:
            found = self.find(text)
        chosen = [person for person in found if str(person.pk) == self.picked]
        if len(chosen or found) == 1:
            return (chosen or found)[0]
        code = "unknown" if not found else "many" if len(found) > MOST else "several"
        raise ValidationError(self.error_messages[code], code=code)


def offer(form: forms.BaseForm, *names: str) -> None:
    """Where the text typed into a roster field of `names` means several people, add their choice.

    The added field is called `<name>_pick` and stands behind it. What was found is not looked for
    once more when the field is checked.
    """
    if not form.is_bound:
        return
    texts = {name: str(form.data.get(name, "")) for name in names}
    addressed = _by_address(text for text in texts.values() if "@" in text)
    for name, text in texts.items():
        field = form.fields[name]
        assert isinstance(field, RosterField)  # noqa: S101 – narrows the type
        if "@" in text and not field.left:
            known = addressed.get(text.strip().lower(), [])
        else:
            known = field.find(text)
        field.known = {text.strip(): known}
        if 1 < len(known) <= MOST:
            field.picked = str(form.data.get(f"{name}_pick", ""))
            form.fields[f"{name}_pick"] = forms.ChoiceField(
                label=_("Whom do you mean?"),
                choices=[(person.pk, _describe(person)) for person in known],
                widget=forms.RadioSelect,
                required=False,
            )


def _by_address(texts: Iterable[str]) -> dict[str, list[Person]]:
    """Address in lower case → who in office has it; one statement for all."""
    addresses = {text.strip().lower() for text in texts if "\x00" not in text}
    if not addresses:
        return {}
    active = Person.objects.filter(is_active=True).annotate(address=Lower("email"))
    return {person.address: [person] for person in active.filter(address__in=addresses)}


def _describe(person: Person) -> str:
    told = [str(person), str(person.posting or ""), person.email or ""]
    if not person.is_active:
        told.append(str(_("has left")))
    return " · ".join(part for part in told if part)
