"""Which policy a printed code names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.db.models import F, Q, QuerySet

from policies.models import Policy
from policies.references.codes import BEFORE_CODE, CODE, kind_of
from policies.slugging import address

_TYPED: Final = re.compile(rf"(?P<before>(?:{BEFORE_CODE}|#)\s*)?(?P<code>.+)", re.IGNORECASE)
_LENIENT: Final = ("", Policy.Kind.POLICY)


@dataclass(frozen=True)
class Held:
    """The policies that some codes name, by their address, and by those they had before.

    `own` is the kind of the policy in whose text the codes stand: what is named without saying
    its kind is of that kind first.
    """

    today: Mapping[str, Policy]
    once: Mapping[str, Policy] = field(default_factory=dict)
    own: str = ""

    def __bool__(self) -> bool:
        return bool(self.today or self.once)

    def within(self, is_held: Callable[[Policy], bool], *, own: str = "") -> Held:
        """Those of the policies for which `is_held`, for a text whose policy is of kind `own`."""
        today = {key: policy for key, policy in self.today.items() if is_held(policy)}
        once = {key: policy for key, policy in self.once.items() if is_held(policy)}
        return Held(today, once, own)

    def find(self, code: str, kind: str = "", *, own: str = "") -> Policy | None:
        """The policy that `code` names; by a code that it no longer has, too.

        A rule, exhibit or handbook that is called so is nothing else. Otherwise policies come
        first, and then whatever has the code.
        """
        for each in (code, *parts(code)):
            for address_ in _addresses(each, kind, own or self.own):
                if policy := self.today.get(address_) or self.once.get(address_):
                    return policy
        return None


def holding(codes: Iterable[str], *, own: str = "", among: QuerySet[Policy] | None = None) -> Held:
    """The policies that `codes` name, of `among` (all, unless given), in one query."""
    wanted = {
        address_
        for code in set(codes)
        for each in (code, *parts(code))
        for address_ in _addresses(each)
    }
    policies = Policy.objects.all() if among is None else among
    found = policies.filter(
        Q(slug__in=wanted) | Q(code__contains="/") | Q(former_slugs__slug__in=wanted)
    ).exclude(state=Policy.State.DRAFT)
    today: dict[str, Policy] = {}
    by_part: dict[str, Policy] = {}
    once: dict[str, Policy] = {}
    for policy in found.annotate(was=F("former_slugs__slug")).order_by("pk"):
        today[policy.slug] = policy
        if policy.was:
            once[policy.was] = policy
        for part in parts(policy.code):
            by_part.setdefault(address(part, policy.kind), policy)
    return Held({**by_part, **today}, once, own)


def named(text: str, *, among: QuerySet[Policy]) -> Policy | None:
    """The policy of `among` whose code `text` is: 417.2, #417.2, AR 1312.3 or an older code."""
    match = _TYPED.fullmatch(text.strip())
    if match is None:
        return None
    if not re.fullmatch(CODE, match["code"].upper()):
        return None
    before = (match["before"] or "").strip(" #:")
    kind = kind_of(before.upper() if len(before) < len("rule") else before) if before else ""
    return holding([match["code"]], among=among).find(match["code"], kind)


def _addresses(code: str, kind: str = "", own: str = "") -> list[str]:
    """Where a policy with `code` may stand, the likeliest address first."""
    if kind not in _LENIENT:
        return [address(code, kind)]
    kinds = dict.fromkeys([kind or own or Policy.Kind.POLICY, *Policy.Kind.values])
    return list(dict.fromkeys(address(code, each) for each in kinds if each))


def parts(code: str) -> list[str]:
    """Answer the codes that one such as GCAB/GDAB holds; none for a plain one."""
    return code.split("/") if "/" in code else []
