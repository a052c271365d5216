"""Who may do what: permission → {role: scope}.

Each part declares its permissions in its own permissions.py. A scope answers a person with a Q
over the object's table, so that lists, single objects and `can` share one truth. Scopes use
subqueries (`place__in=…`), never joins over many rows, so that nothing appears twice.

A role may be held for one place and those below it. Then it reaches what its scope reaches and
what `within` finds there; a permission that says nothing about places is not given by it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.core.signing import BadSignature, Signer
from django.db.models import Case, Model, Q, QuerySet, TextChoices, Value, When
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.utils.functional import Promise

    from accounts.models import Person


log = logging.getLogger(__name__)


class Role(TextChoices):
    """What a person is in the district; employee and supervisor follow from the roster."""

    EMPLOYEE = "employee", _("Employee or volunteer")
    SUPERVISOR = "supervisor", _("Supervisor")
    DISTRICT_ADMINISTRATOR = "district_administrator", _("District Administrator")
    BOARD_OFFICER = "board_officer", _("Board officer")
    TECHNOLOGY_COORDINATOR = "technology_coordinator", _("Technology Coordinator")
    TITLE_IX_COORDINATOR = "title_ix_coordinator", _("Title IX coordinator")
    POLICY_ADMINISTRATOR = "policy_administrator", _("Policy administrator")
    HR = "hr", _("Human resources")
    AUDITOR = "auditor", _("Auditor")


Scope = Callable[["Person"], Q]
GuestScope = Callable[[type[Model] | None], Q | None]
"""A table → what everyone may see of it without signing in; None for nothing at all."""
Within = Callable[[Collection[int]], Q]
"""Places (ids, those below included) → what of a permission's table belongs there."""
View = Callable[..., HttpResponseBase]
M = TypeVar("M", bound=Model)

_declared: dict[str, Mapping[Role, Scope]] = {}
_within: dict[str, Within] = {}
_words: dict[str, str | Promise] = {}
_guests: dict[str, GuestScope] = {}
PUBLIC = "public"
_signer = Signer(salt="reached")


@dataclass(frozen=True)
class Reached:
    """What a page was asked for: the permission under which it was loaded, and the object."""

    permission: str
    label: str
    pk: int

    @property
    def signed(self) -> str:
        """The same as a text for an address, which nobody else can make up."""
        return _signer.sign(f"{self.permission}:{self.label}:{self.pk}")

    @classmethod
    def from_signed(cls, text: str) -> Reached | None:
        """What was signed; None for anything else."""
        try:
            permission, label, pk = _signer.unsign(text).split(":")
        except (BadSignature, ValueError):
            return None
        return cls(permission, label, int(pk))


def reaching(words: str | Promise) -> Callable[[Scope], Scope]:
    """Say in words how far a scope reaches ("their own"), for people who ask why."""

    def decorate(scope: Scope) -> Scope:
        scope.words = words  # type: ignore[attr-defined]
        return scope

    return decorate


@reaching(_("everything"))
def everything(person: Person) -> Q:
    """The scope without a limit."""
    return Q()


def of_people_at(places: Collection[int]) -> Q:
    """What belongs to the people of these places, by its column `person`."""
    return Q(person__in=get_user_model()._default_manager.at(places))  # noqa: SLF001


def declare(
    permissions: Mapping[str, Mapping[Role, Scope]],
    *,
    words: Mapping[str, str | Promise],
    within: Mapping[str, Within] | None = None,
) -> None:
    """Add a part's permissions; raises ValueError when a name is declared twice.

    `words` says of each what one may do by it ("See the list of people"); `within` lets roles
    that end at a place give it, and says what lies there.
    """
    for name, scopes in permissions.items():
        if name in _declared and _declared[name] is not scopes:
            raise ValueError(f"permission {name} is declared twice")
        _declared[name] = scopes
    _words.update(words)
    _within.update(within or {})


def open_to_guests(permission: str, scope: GuestScope) -> None:
    """Let those who are not signed in reach what `scope` answers under `permission`."""
    _guests[permission] = scope


def declared() -> dict[str, Mapping[Role, Scope]]:
    """Every permission with its roles and scopes."""
    return dict(_declared)


def in_words(permission: str) -> str | Promise:
    """What one may do by a permission; its name where nobody said so."""
    return _words.get(permission, permission)


def ends_at_places() -> set[str]:
    """The permissions that a role gives also where it is limited to a place."""
    return set(_within)


def for_guests() -> dict[str, GuestScope]:
    """The permissions that reach further than the sign-in page, with their scopes."""
    return dict(_guests)


def scope_of(
    person: Person | AnonymousUser, permission: str, model: type[Model] | None = None
) -> Q | None:
    """What `person` reaches of `model` under `permission`: a Q, or None for nothing at all.

    What roles reach stands before what everybody does, so that the database, which goes by the
    order, seldom looks up what is somebody's own in other tables. Raises KeyError for a
    permission that nobody declared.
    """
    if permission not in _declared:
        raise KeyError(permission)
    if not person.is_authenticated:
        guest = _guests.get(permission)
        return guest(model) if guest else None
    if any(_declared[permission].get(role) is everything for role in person.standing.everywhere):
        return Q()
    reach: Q | None = None
    for part in reversed(scopes_of(person, permission).values()):
        if part == Q():
            return part
        reach = part if reach is None else reach | part
    return reach


def scopes_of(person: Person, permission: str) -> dict[Role, Q]:
    """The roles that give `person` the permission, each with what it reaches.

    One that is held for the whole district and for a place besides reaches the district.
    """
    scopes, standing = _declared[permission], person.standing
    within = _within.get(permission)
    found: dict[Role, Q] = {}
    for role in Role:
        if role not in scopes:
            continue
        if role in standing.everywhere:
            found[role] = scopes[role](person)
        elif within and (places := standing.limited.get(role)):
            found[role] = scopes[role](person) & within(places)
    return found


def visible(queryset: QuerySet[M], person: Person | AnonymousUser, permission: str) -> QuerySet[M]:
    """The rows of `queryset` that `person` reaches under `permission`."""
    reach = scope_of(person, permission, queryset.model)
    return queryset.none() if reach is None else queryset.filter(reach)


def reaches(person: Person, permission: str, model: type[Model]) -> Case | Value:
    """Whether `person` reaches a row of `model` under `permission`, to annotate a list with."""
    reach = scope_of(person, permission, model)
    if not reach:
        return Value(reach is not None)
    return Case(When(reach, then=True), default=False)


def can(person: Person | AnonymousUser, permission: str, obj: Model | None = None) -> bool:
    """Whether `person` holds `permission`; for `obj` if given, else for anything at all."""
    if obj is None and person.is_authenticated:
        roles, standing = _declared[permission], person.standing
        limited = permission in _within and not standing.limited.keys().isdisjoint(roles)
        return limited or not standing.everywhere.isdisjoint(roles)
    reach = scope_of(person, permission, type(obj) if obj else None)
    if obj is None or reach is None or reach == Q():
        return reach is not None
    return type(obj)._base_manager.filter(reach, pk=obj.pk).exists()  # noqa: SLF001


def get_or_404(
    queryset: QuerySet[M], person: Person | AnonymousUser, permission: str, **lookup: object
) -> M:
    """The one row of `queryset` matching `lookup` that `person` may reach.

    The first one that a page loads is remembered with the person, for the page that says why.
    Raises Http404 alike for a row that is absent and one that is hidden.
    """
    try:
        found = visible(queryset, person, permission).get(**lookup)
    except (ObjectDoesNotExist, ValueError) as missing:
        raise Http404 from missing
    if person.is_authenticated and person.reached is None:
        label = queryset.model._meta.label_lower  # noqa: SLF001
        person.reached = Reached(permission, label, found.pk)
    return found


def needs(permission: str, *, guests: bool = False) -> Callable[[View], View]:
    """Open a view only to people who hold `permission`; a stranger gets 404.

    With `guests` it is also open to those who are not signed in, as far as `open_to_guests`
    reaches. Beyond that they are sent to sign in, whether something is there or not.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            missing = Http404()
            if can(request.user, permission):
                try:
                    return view(request, *args, **kwargs)
                except Http404 as hidden:
                    missing = hidden
            if guests and not request.user.is_authenticated:
                return _to_sign_in(request)
            note_refusal(request, permission)
            raise missing

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.guests = guests  # type: ignore[attr-defined]
        return login_not_required(guarded) if guests else guarded

    return decorate


def note_refusal(request: HttpRequest, rule: str) -> None:
    """Say in the log whom `rule` kept from what, where somebody is signed in.

    It tells the number of the person and the name of the page, and nothing that was asked for.
    What is hidden and what is absent look alike here, too.
    """
    if request.user.is_authenticated:
        page = request.resolver_match.view_name if request.resolver_match else ""
        log.warning("Person %d: %s %s refused by %s", request.user.pk, request.method, page, rule)


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    from django.contrib.auth.views import (  # noqa: PLC0415 – its forms need the models
        redirect_to_login,
    )

    return redirect_to_login(request.get_full_path())


def public(view: View) -> View:
    """Open a view to everyone, signed in or not."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return login_not_required(view)
