"""Who is there on a day: has a posting, or needs none."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Person, Posting, RoleGrant


def there(day: dt.date) -> QuerySet[Person]:
    """Those who are there at the end of the local `day`.

    Who had no posting by then is there while they hold a role, or may sign in now.
    """
    posted = Posting.objects.filter(person=OuterRef("pk"), primary=True)
    begun = Exists(posted.filter(since__lte=day))
    granted = Exists(RoleGrant.objects.on(day).filter(person=OuterRef("pk")))
    return Person.objects.filter(Exists(posted.on(day)) | ~begun & (Q(is_active=True) | granted))
