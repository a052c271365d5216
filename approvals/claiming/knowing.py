"""What is known of the addresses and people of a sheet, read in a few statements for all."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import Person, Place
from approvals.claiming.models import ExistingAccount
from approvals.claiming.passing_on import may_be_asked
from approvals.models import Request
from approvals.registry import posing
from approvals.registry.models import Account


class Known:
    """Of `facts` (of lines) and `emails` (small letters): what we have of them on a local day."""

    def __init__(
        self, facts: Sequence[Mapping[str, Any]], emails: Collection[str], *, day: dt.date
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
        people = Person.objects.filter(is_active=True).annotate(address_in_small=Lower("email"))
        found = list(people.filter(address_in_small__in=emails))
        here = Person.objects.filter(may_be_asked(day), pk__in=[person.pk for person in found])
        present = set(here.values_list("pk", flat=True))
        by_email = {(person.email or "").casefold(): person for person in found}
        self.people = {mail: one for mail, one in by_email.items() if one.pk in present}
        self.away = set(by_email) - set(self.people)
        self._places = {place.name.casefold(): place for place in Place.objects.open()}

    def place(self, name: str) -> Place | None:
        """The school or department of that name, in any letters."""
        return self._places.get(name.casefold())

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
