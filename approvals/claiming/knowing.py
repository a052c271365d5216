"""What is known of the addresses and people of a sheet, read in a few statements for all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import Person, Place
from accounts.models.person import sort_key
from approvals.claiming.models import ExistingAccount
from approvals.claiming.passing_on import may_be_asked
from approvals.models import Request
from approvals.registry import posing
from approvals.registry.models import Account


class Known:
    """What we have of the `facts` of lines and of `people`, addresses or names, on a local day."""

    def __init__(
        self, facts: Sequence[Mapping[str, Any]], people: Collection[str], *, day: dt.date
    ) -> None:
        keys = {row["address_key"] for row in facts}
        looks = {row["looks"] for row in facts} - {""}
        self.registered: dict[str, str] = {}
        self._closed: set[str] = set()
        self._alike: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for account in Account.objects.filter(looks__in=looks).order_by("pk"):
            if account.state == Account.State.CLOSED:
                self._closed.add(account.address_key)
                continue
            self.registered[account.address_key] = account.name
            self._alike[account.looks].append((account.address_key, account.name))
        listed = ExistingAccount.objects.filter(address_key__in=keys)
        self.listed = dict(listed.values_list("address_key", "state"))
        asked = Request.objects.filter(
            about__in=keys, state__in=[Request.State.OPEN, Request.State.RETURNED]
        )
        self._asked = dict(asked.values_list("about", "number"))
        self._warned = {row.address for row in posing.poses_at(keys)}
        self._meant = _meant(people)
        found = {person.pk for meant in self._meant.values() for person in meant}
        here = Person.objects.filter(may_be_asked(day), pk__in=found)
        self._present = set(here.values_list("pk", flat=True))
        self._places = {place.name.casefold(): place for place in Place.objects.open()}

    def place(self, name: str) -> tuple[Place | None, list[str]]:
        """The school or department of that name, in any letters; else what to say of it."""
        if not name or (found := self._places.get(name.casefold())):
            return (found if name else None), []
        near = get_close_matches(name.casefold(), self._places, n=1)
        if not near:
            return None, [_("No school or department is called “%s”.") % name[:60]]
        words = _("No school or department is called “%(name)s”. Did you mean “%(near)s”?")
        return None, [words % {"name": name[:60], "near": self._places[near[0]]}]

    def person(self, text: str) -> tuple[Person | None, list[str]]:
        """Whom an e-mail address or a name means, and what somebody should look at."""
        if not text:
            return None, [_("Nobody looks after it: somebody has to be named.")]
        told = {"text": text[:100]}
        meant = self._meant.get(text.casefold(), [])
        here = [person for person in meant if person.pk in self._present]
        if len(meant) > 1:
            words = _("Several people are called “%(text)s”. Write an e-mail address.")
        elif meant and not here:
            words = _("%(text)s is on leave or has no e-mail: somebody else has to be named.")
        elif here and "@" in text:
            return here[0], []
        elif here:
            words = _("“%(text)s” is no e-mail address. On the roster it is the name of %(email)s.")
            return here[0], [words % {**told, "email": here[0].email}]
        elif "@" in text:
            words = _("Nobody who works here has the e-mail %(text)s: somebody has to be named.")
        else:
            words = _("“%(text)s” is neither an e-mail address nor a name on the roster.")
        return None, [words % told]

    def doubts(self, key: str, looks: str) -> list[str]:
        """What a person should look at before this address is listed."""
        words = [
            _("It looks like “%(name)s”, %(address)s.") % {"name": name, "address": address}
            for address, name in self._alike.get(looks, ())
            if address != key
        ]
        if key in self._closed:
            words.append(_("It was in the registry once and is closed there."))
        if key in self._asked:
            words.append(_("Request %s asks for it already.") % self._asked[key])
        if key in self._warned:
            words.append(_("Everyone is warned that it poses as the district."))
        return words


def _meant(texts: Collection[str]) -> dict[str, list[Person]]:
    """Those in office whom each text, in small letters, means by address or full name."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for text in {text.casefold() for text in texts if text}:
        for key in [text] if "@" in text else _orders(text):
            by_key[key].append(text)
    people = Person.objects.filter(is_active=True).annotate(address_in_small=Lower("email"))
    meant: dict[str, list[Person]] = defaultdict(list)
    for person in people.filter(Q(address_in_small__in=by_key) | Q(sort_name__in=by_key)):
        for key in ((person.email or "").casefold(), person.sort_name):
            for text in by_key.get(key, ()):
                meant[text].append(person)
    return meant


def _orders(name: str) -> list[str]:
    """A name with its words turned, since the roster sorts by the last one."""
    words = sort_key("", name).split()
    return [" ".join(words[n:] + words[:n]) for n in range(len(words))]
