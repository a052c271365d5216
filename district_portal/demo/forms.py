from django import forms
from django.utils.translation import gettext_lazy as _

from district_portal.ui.forms import PortalForm


class OutboxFilter(PortalForm, forms.Form):
    to = forms.CharField(label=_("E-mail address"), required=False, max_length=254)
