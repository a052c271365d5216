"""News about policies, sent inside the transaction so that a failing receiver rolls it back.

version_published: `version`, `by`.

Receivers: policies.acknowledgments.receivers (version_published).
"""

from django.dispatch import Signal

version_published = Signal()
