"""Forms of the registry."""

from approvals.registry.forms.lists import (
    CheckForm,
    LetterForm,
    NoticeForm,
    OfficialFilter,
    RegistryFilter,
    resting_on,
)

__all__ = [
    "CheckForm",
    "LetterForm",
    "NoticeForm",
    "OfficialFilter",
    "RegistryFilter",
    "resting_on",
]
