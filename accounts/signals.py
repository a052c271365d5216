"""News about people, sent inside the transaction so that a failing receiver rolls it back.

people_moved: `people` (set of ids) were hired, moved, or went on or came back from leave; or
their place lies below another one.
people_ended: `people` (set of ids) left the district.
standing_changed: `people` (set of ids) gained or lost a role, a headship or a delegate.
signed_out_by_another: `people` (set of ids) were signed out everywhere by somebody else, `by`, who
is None for whoever runs the server: what was begun in their name may be somebody else's.

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
district_portal.api.receivers (people_ended, signed_out_by_another).
"""

from django.dispatch import Signal

people_moved = Signal()
people_ended = Signal()
standing_changed = Signal()
signed_out_by_another = Signal()
