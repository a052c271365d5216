from district_portal.records.forms.disposal import (
    AnswerForm,
    DueFilter,
    GoneFilter,
    ProposeForm,
    RunFilter,
)
from district_portal.records.forms.holds import CHOSEN, HoldFilter, HoldForm, LiftForm
from district_portal.records.forms.record import ArchivedForm, NotArchivedForm, RulingForm
from district_portal.records.forms.schedule import AdoptForm, ClassForm, NoticeForm

__all__ = [
    "CHOSEN",
    "AdoptForm",
    "AnswerForm",
    "ArchivedForm",
    "ClassForm",
    "DueFilter",
    "GoneFilter",
    "HoldFilter",
    "HoldForm",
    "LiftForm",
    "NotArchivedForm",
    "NoticeForm",
    "ProposeForm",
    "RulingForm",
    "RunFilter",
]
