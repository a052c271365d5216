"""The steps of the first set-up: which are done, which comes next, and one at a time.

Whoever takes a step holds the row of the set-up until it is saved, so that two people in it at
once wait for each other, and nothing is written by this way once the district is set up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from district_portal.district.models import District
from district_portal.setup.models import FirstRun


class AlreadySetUpError(Exception):
    """The district is set up: whoever would change something signs in."""


class Step(models.TextChoices):
    """In their order. Only the first one and people are needed."""

    DISTRICT = "district", _("Name and words")
    LOOK = "look", _("Logo and color")
    YEAR = "year", _("Clock and school year")
    DAYS = "days", _("School days")
    MAIL = "mail", _("Mail")
    PEOPLE = "people", _("First people")
    ROSTER = "roster", _("Roster")
    FINISH = "finish", _("Check and finish")


def hold() -> FirstRun:
    """The row of the set-up, locked until the caller's transaction ends.

    Raises AlreadySetUpError once the district is set up.
    """
    FirstRun.objects.get_or_create(pk=1)
    run = FirstRun.objects.select_for_update().get(pk=1)
    if District.objects.filter(pk=1, set_up_at__isnull=False).exists():
        raise AlreadySetUpError
    return run


@contextmanager
def taking(step: Step, *, done: bool = True) -> Iterator[FirstRun]:
    """Save one step inside it; with `done` the step is marked when all went well.

    The first step also enters the district, without a name yet. Raises AlreadySetUpError.
    """
    with transaction.atomic():
        run = hold()
        if step is Step.DISTRICT:
            District.objects.get_or_create(pk=1)
        yield run
        if done and step not in run.done:
            run.done = [*run.done, step.value]
        run.save()


def next_step(run: FirstRun) -> Step:
    """The first step that is not done, else the last one."""
    return next((step for step in Step if step not in run.done), Step.FINISH)


def after(step: Step) -> Step:
    """The step that follows."""
    order = list(Step)
    return order[min(order.index(step) + 1, len(order) - 1)]


def before(step: Step) -> Step | None:
    """The step that goes before; None for the first."""
    order = list(Step)
    return order[order.index(step) - 1] if order.index(step) else None
