"""What the dashboard must say, counted anew in plain Python from the rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

from accounts.models import Person, Posting, RoleGrant
from approvals.models import Request, Step
from approvals.registry.models import Account, Certification, YearlyCheck
from policies.acknowledgments.models import Assignment
from policies.models import Version

ZONE = ZoneInfo("America/Chicago")
ENDED = {"refused", "unable", "exempted"}


def postings(today):
    """Person → main posting of today."""
    return {
        row.person_id: row
        for row in Posting.objects.all()
        if row.primary and row.since <= today and (row.until is None or row.until >= today)
    }


def is_there(person, today, posted):
    if person.pk in posted:
        return True
    if any(row.primary and row.since <= today for row in person.postings.all()):
        return False
    grants = RoleGrant.objects.on(today).filter(person=person)
    return person.is_active or grants.exists()


def above(place):
    """Ids of a place and of all above it, the nearest first."""
    found = []
    while place is not None:
        found.append(place.pk)
        place = place.parent
    return found


def newest_versions(today):
    newest = {}
    for version in Version.objects.filter(state="in_force"):
        if version.effective_on <= today:
            known = newest.get(version.policy_id)
            if known is None or version.number > known.number:
                newest[version.policy_id] = version
    return {version.pk for version in newest.values()}


def standing_rows(today):
    """(assignment, posting or None) of each person there and version, the one that counts."""
    posted, versions = postings(today), newest_versions(today)
    people = {p.pk for p in Person.objects.all() if is_there(p, today, posted)}
    found = defaultdict(list)
    for row in Assignment.objects.all():
        stands = not row.asked_again_at and row.ended_why not in {"rule", "left"}
        if stands and row.version_id in versions and row.person_id in people:
            found[row.person_id, row.version_id].append(row)
    return [
        (min(rows, key=_order), posted.get(person)) for (person, _version), rows in found.items()
    ]


def _order(row):
    rank = 0 if row.ended_at is None else 1
    if row.ended_why == "superseded" and row.cycle == "once":
        rank = 2
    return (rank, [-ord(letter) for letter in row.cycle], row.due_on, row.pk)


def tallies(rows, today):
    """signed, open, late, closed of these rows."""
    count = Counter()
    for row, posting in rows:
        if row.ended_at is None:
            count["open"] += 1
            away = posting is not None and posting.on_leave
            count["late"] += row.due_on < today and not away
        else:
            count["signed" if row.ended_why == "signed" else "closed"] += 1
    return tuple(count[name] for name in ("signed", "open", "late", "closed"))


def at(rows, place):
    """Those of `rows` whose people work at the place or below it; all for None."""
    if place is None:
        return rows
    return [row for row in rows if row[1] and place in above(row[1].place)]


def by_version(rows, today):
    found = defaultdict(list)
    for row in rows:
        found[row[0].version_id].append(row)
    told = {version: tallies(some, today) for version, some in found.items()}
    return {version: count for version, count in told.items() if count[0] + count[1]}


def by_place(rows, top, today):
    """By the place right below `top`; `top` itself for who works right there, or nowhere."""
    found = defaultdict(list)
    for row in rows:
        way = above(row[1].place)[::-1] if row[1] else []
        after = way.index(top) + 1 if top in way else len(way)
        found[way[after] if after < len(way) else top].append(row)
    told = {place: tallies(some, today) for place, some in found.items()}
    return {place: count for place, count in told.items() if count[0] + count[1]}


def late_by_days(rows, today):
    late = [row for row in rows if tallies([row], today)[2]]
    return Counter((today - row.due_on).days for row, _posting in late)


def upcoming(rows, today):
    return Counter(
        row.due_on
        for row, posting in rows
        if row.ended_at is None and row.due_on >= today and not (posting and posting.on_leave)
    )


def days(rows):
    """Day → asked, due, signed, of what is open or signed."""
    found = defaultdict(lambda: [0, 0, 0])
    for row, _posting in rows:
        if row.ended_why in {"", "signed"}:
            found[row.assigned_on][0] += 1
            found[row.due_on][1] += 1
            if row.ended_at:
                found[row.ended_at.astimezone(ZONE).date()][2] += 1
    return {day: tuple(count) for day, count in found.items()}


def school_days_between(first, last, days):
    return sum(first < day <= last for day in days)


def requests(first, last, today, school_days):
    """By month, open ones by age, and times by step; everything that was sent."""
    months, ages, times = Counter(), Counter(), defaultdict(list)
    for request in Request.objects.exclude(state="draft"):
        day = request.sent_at.astimezone(ZONE).date()
        if first <= day <= last:
            months[day.replace(day=1)] += 1
        if request.state == "open":
            ages[school_days_between(day, today, school_days)] += 1
    for step in Step.objects.filter(state="decided"):
        begun, ended = (
            moment.astimezone(ZONE).date() for moment in (step.opened_at, step.ended_at)
        )
        if first <= ended <= last:
            times[step.label].append(school_days_between(begun, ended, school_days))
    return months, ages, {label: sorted(took) for label, took in times.items()}


def registry():
    states = Counter(account.state for account in Account.objects.all())
    checks = Counter()
    for account in Account.objects.exclude(state="closed"):
        newest = YearlyCheck.objects.filter(account=account).order_by("school_year").last()
        if newest and not Certification.objects.filter(check_of=newest).exists():
            checks[newest.due_on] += 1
    return states, checks
