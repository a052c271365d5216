"""The settings of a district, with a clock that looks every second, at any hour."""

from district_portal.settings import production
from district_portal.settings.production import *  # noqa: F403

INSTALLED_APPS = [*production.INSTALLED_APPS, "tests.journeys.always_school.AlwaysSchool"]
QUICK = {"deliver", "remind", "turn", "bring_into_force"}
CELERY_BEAT_SCHEDULE = {
    name: {**entry, "schedule": 1.0} if name in QUICK else entry
    for name, entry in production.CELERY_BEAT_SCHEDULE.items()
}
