"""A portal that is at work whenever somebody looks: for journeys that nobody wants to wait for."""

import datetime as dt
from importlib import import_module

from django.apps import AppConfig


class AlwaysSchool(AppConfig):
    """Reminders go out at night and on Sundays too."""

    name = "tests.journeys"
    label = "journeys"

    def ready(self):
        hours = import_module("district_portal.schooldays.hours")
        hours.FROM, hours.UNTIL = dt.time.min, dt.time.max
        hours.is_school_day = lambda _day: True
