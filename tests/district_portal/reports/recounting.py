"""The report once more, in plain Python from the tables as they stand, a person at a time."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from accounts.models import Person, Place, Posting, RoleGrant
from district_portal.district.current import school_year_bounds, zone
from policies.acknowledgments.models import Assignment, FormerDue, Requirement
from policies.models import Version

UNSIGNED = {"refused", "unable", "exempted", "left", "superseded"}


class Tables:
    """Every row that a report may rest on, read once."""

    def __init__(self):
        self.assignments = list(Assignment.objects.values())
        self.versions = {row["id"]: row for row in Version.objects.values()}
        self.people = {row["id"]: row for row in Person.objects.values()}
        self.packed = set(Requirement.objects.values_list("packet_id", "policy_id"))
        self.parents = dict(Place.objects.values_list("pk", "parent"))
        self.postings, self.grants, self.dues = (defaultdict(list) for _ in range(3))
        for row in Posting.objects.filter(primary=True).values():
            self.postings[row["person_id"]].append(row)
        for row in RoleGrant.objects.values():
            self.grants[row["person_id"]].append(row)
        for row in FormerDue.objects.values():
            self.dues[row["assignment_id"]].append(row)


def recount(asked, tables=None):
    """What the Question `asked` should find: (person, version) → status, due, days late, place."""
    tables = tables or Tables()
    day = asked.as_of
    end = midnight_after(day)
    newest = versions(asked, tables, day, end)
    offered = defaultdict(list)
    for row in tables.assignments:
        if row["version_id"] in newest and counts(row, asked, end):
            offered[row["person_id"], row["version_id"]].append(row)
    found = {}
    for (person, version), rows in offered.items():
        posting = posted(tables.postings[person], day)
        if not belongs(person, posting, asked, tables):
            continue
        row = min(rows, key=lambda row: rank(row, tables, end))
        told = tell(row, posting, tables, day, end)
        if wanted(told, asked):
            found[person, version] = told
    return found


def midnight_after(day):
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min, tzinfo=zone())


def versions(asked, tables, day, end):
    if asked.school_year:
        last = bounds(asked.school_year)[1]
        day, end = min(day, last), min(end, midnight_after(last))
    newest = {}
    for row in tables.versions.values():
        if row["state"] not in {"in_force", "superseded"} or row["published_at"] is None:
            continue
        if row["published_at"] >= end or row["effective_on"] > day:
            continue
        if asked.policy and row["policy_id"] != asked.policy.pk:
            continue
        if asked.packet and (asked.packet.pk, row["policy_id"]) not in tables.packed:
            continue
        if asked.version:
            if row["number"] == asked.version:
                newest[row["id"]] = row
        else:
            other = newest.get(("policy", row["policy_id"]))
            if other is None or other["number"] < row["number"]:
                newest["policy", row["policy_id"]] = row
    return {row["id"] for row in newest.values()}


def bounds(year):
    start, last = school_year_bounds()
    years = int(year[:4]) - start.year
    return start.replace(year=start.year + years), last.replace(year=last.year + years)


def ended(row, end):
    return row["ended_at"] is not None and row["ended_at"] < end


def counts(row, asked, end):
    """Whether a row was asked by then, and still stands for something."""
    if row["opened_at"] >= end:
        return False
    if ended(row, end) and row["ended_why"] in {"rule"} | (set() if asked.with_left else {"left"}):
        return False
    if row["asked_again_at"] is not None and row["asked_again_at"] < end:
        return False
    if asked.school_year and row["cycle"] != asked.school_year:
        first, last = bounds(asked.school_year)
        opened = row["opened_at"].astimezone(zone()).date()
        return row["cycle"] == "once" and first <= opened <= last
    return True


def posted(postings, day):
    """The primary posting of the day, or the last one before."""
    begun = [row for row in postings if row["since"] <= day]
    return max(begun, key=lambda row: (row["since"], row["id"]), default=None)


def covers(row, day):
    return row["since"] <= day and (row["until"] is None or row["until"] >= day)


def belongs(person, posting, asked, tables):  # noqa: PLR0911 – one answer for each filter
    day = asked.as_of
    held = posting is not None and covers(posting, day)
    in_role = any(covers(row, day) for row in tables.grants[person])
    free = posting is None and (tables.people[person]["is_active"] or in_role)
    if not asked.with_left and not held and not free:
        return False
    row = tables.people[person]
    names = [row["given_name"], row["preferred_name"], row["family_name"], row["email"] or ""]
    for word in asked.words.split():
        number = (row["number"] or "").lower() == word.lower()
        if not number and not any(word.lower() in name.lower() for name in names):
            return False
    if asked.place or asked.position or asked.supervisor or asked.kind or asked.words:
        if posting is None or not (held or asked.with_left):
            return False
        if asked.place and asked.place.pk not in above(posting["place_id"], tables):
            return False
        if asked.position and posting["position"] != asked.position:
            return False
        if asked.supervisor and posting["supervisor_id"] != asked.supervisor.pk:
            return False
        if asked.kind and posting["kind"] != asked.kind:
            return False
    return True


def above(place, tables):
    found = set()
    while place is not None:
        found.add(place)
        place = tables.parents[place]
    return found


def due_then(row, tables, end):
    moved = [each for each in tables.dues[row["id"]] if each["until"] >= end]
    return min(moved, key=lambda each: each["until"])["due_on"] if moved else row["due_on"]


def rank(row, tables, end):
    """The open one, then this year's before last's, then what another rhythm took the place of."""
    done, why = ended(row, end), row["ended_why"]
    place = 0 if not done else 2 if why == "superseded" and row["cycle"] == "once" else 1
    backward = tuple(-ord(letter) for letter in row["cycle"])
    gone = done and why == "left"
    return place, backward, gone, due_then(row, tables, end), row["id"]


def tell(row, posting, tables, day, end):
    away = bool(posting and posting["on_leave"])
    due = due_then(row, tables, end)
    status = "open" if not ended(row, end) else "closed"
    if status == "closed" and row["ended_why"] == "signed":
        status = "signed"
    late = max(0, (day - due).days) if status == "open" and not away else 0
    return status, due, late, posting and posting["place_id"]


def wanted(told, asked):
    status, _due, late, _place = told
    if asked.status == "late":
        return late >= asked.days_late
    return asked.status in {"all", status}
