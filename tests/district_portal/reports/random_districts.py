"""Random districts: how people, policies and packets fare over weeks, and what is asked then."""

from __future__ import annotations

import datetime as dt
from unittest.mock import patch

from django.db import transaction
from hypothesis import strategies as st

from district_portal.district.current import school_year
from district_portal.reports.asking import Question
from policies.acknowledgments import assigning, packing, requiring
from policies.acknowledgments.models import Packet
from policies.models import Policy
from tests.district_portal.reports.recounting import Tables
from tests.district_portal.reports.test_past_days import DUE, FIRST, give_days
from tests.factories.policies import published
from tests.policies.acknowledgments.test_histories import STEPS, step

AUTUMN, SPRING = "Autumn", "Spring"
VALUES = {
    "status": st.sampled_from(["open", "late", "signed", "closed"]),
    "days_late": st.sampled_from([2, 10]),
    "packet": st.sampled_from([AUTUMN, SPRING]),
    "place": st.sampled_from(["district", "northside", "transportation"]),
    "position": st.sampled_from(["Teacher", "Bus Driver", "Principal"]),
    "supervisor": st.sampled_from(["pat", "theo", "ada"]),
    "kind": st.sampled_from(["employee", "volunteer"]),
    "words": st.sampled_from(["lou", "n", "cruz", "ada lind"]),
    "with_left": st.booleans(),
    "version": st.sampled_from([1, 2]),
    "school_year": st.sampled_from([0, -1]),
}
NAMES = st.lists(st.sampled_from(list(VALUES)), max_size=4, unique=True)
FILTERS = NAMES.flatmap(lambda names: st.fixed_dictionaries({name: VALUES[name] for name in names}))
"""A few at a time: many together leave nobody."""
ASKED = st.tuples(st.integers(0, 80), FILTERS)
PACKS = st.one_of(
    st.tuples(st.just("repack"), st.sampled_from(["105", "105 511", "529"]), st.none()),
    st.tuples(st.just("end_packet"), st.just(""), st.none()),
)
DAYS = st.tuples(st.sampled_from([1, 2, 9, 40]), st.lists(STEPS | DUE | PACKS, max_size=3))
HISTORY = st.lists(DAYS, min_size=2, max_size=5)


def live(cast, history, asked, check):
    """Let a district live through `history`; then `check` what is `asked`, and forget it all."""
    with transaction.atomic():
        now = FIRST
        with patch("django.utils.timezone.now", lambda: now):
            policy = found(cast)
            for days, acts in history:
                now += dt.timedelta(days=days)
                assigning.begin_day()
                for act, first, second in acts:
                    now += dt.timedelta(minutes=1)
                    happen(cast, policy, act, first, second)
            tables = Tables()
            for back, filters in asked:
                check(cast, now.date() - dt.timedelta(days=back), filters, tables)
        transaction.set_rollback(True)


def found(cast):
    """Three policies: one for everybody, one for two, one in two packets; answers the first."""
    policy = published("511", "Conduct").policy
    bags, media = published("105", "Bags").policy, published("529", "Media").policy
    requiring.require(policy, by=None, everyone=True)
    requiring.require(media, by=None, people=[cast.lou, cast.gus])
    packing.pack(AUTUMN, [bags, policy], by=None, people=[cast.lou, cast.mia])
    packing.pack(SPRING, [bags], by=None, places=[cast.northside])
    return policy


def happen(cast, policy, act, first, second):
    if act == "due":
        give_days(first)
    elif act == "repack":
        packet = Packet.objects.get(name=AUTUMN)
        policies = Policy.objects.filter(code__in=first.split())
        packing.repack(packet, name=AUTUMN, policies=policies, by=None, people=[cast.lou, cast.gus])
    elif act == "end_packet":
        packing.end(Packet.objects.get(name=SPRING), by=None)
    else:
        step(cast, policy, act, first, second)


def question_of(cast, day, filters):
    given = dict(filters)
    for name in ("place", "supervisor"):
        if name in given:
            given[name] = getattr(cast, given[name])
    if "packet" in given:
        given["packet"] = Packet.objects.get(name=given["packet"])
    if "school_year" in given:
        given["school_year"] = school_year(day + dt.timedelta(days=365 * given["school_year"]))
    if given.get("days_late", 1) > 1:
        given["status"] = "late"
    return Question(as_of=day, **given)


def address_of(question, filters):
    """The filters as the report's own address says them."""
    asked = dict(filters) | {"as_of": question.as_of.isoformat()}
    for name in ("place", "supervisor", "packet"):
        if name in asked:
            asked[name] = getattr(question, name).pk
    if "with_left" in asked:
        asked["with_left"] = str(asked["with_left"]).lower()
    if "school_year" in asked:
        asked["school_year"] = question.school_year
    if "days_late" in asked:
        asked.pop("status", None)
    return asked
