"""News about people, sent inside the transaction so that a failing receiver rolls it back.

people_moved: `people` (set of ids) were hired, moved, or went on or came back from leave; or
their place lies below another one.
people_ended: `people` (set of ids) left the district.
standing_changed: `people` (set of ids) gained or lost a role, a headship or a delegate.

Receivers: accounts.receivers (people_ended),
policies.acknowledgments.receivers (people_moved, people_ended, standing_changed),
policies.questions.receivers (people_moved, people_ended, standing_changed),
approvals.receivers (people_moved, people_ended, standing_changed),
approvals.registry.receivers (people_moved, people_ended, standing_changed),
approvals.exemptions.receivers (people_ended),
approvals.speaking.receivers (people_moved, people_ended),
approvals.relationships.receivers (people_ended),
approvals.claiming.receivers (people_moved, people_ended),
approvals.concerns.receivers (people_moved, people_ended, standing_changed),
district_portal.api.receivers (people_ended).
"""

from django.dispatch import Signal

people_moved = Signal()
people_ended = Signal()
standing_changed = Signal()
