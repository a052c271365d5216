from district_portal.records.forms.holds import HoldFilter, HoldForm, LiftForm
from district_portal.records.forms.record import ArchivedForm, NotArchivedForm, RulingForm
from district_portal.records.forms.schedule import AdoptForm, ClassForm, NoticeForm

__all__ = [
    "AdoptForm",
    "ArchivedForm",
    "ClassForm",
    "HoldFilter",
    "HoldForm",
    "LiftForm",
    "NotArchivedForm",
    "NoticeForm",
    "RulingForm",
]
