from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from policies.acknowledgments import packing, reading
from policies.acknowledgments.forms.requirement import RequirementForm
from policies.acknowledgments.models import Packet
from policies.models import Policy


class PacketForm(RequirementForm):
    """What a packet is called, what is in it, and whom it is required from, by when."""

    messages = {
        **RequirementForm.messages,
        "name": _("Name the packet, such as “Start of the school year”"),
        "policies": _("Choose the policies that are in the packet"),
    }
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("Those who sign see it, such as “Start of the school year”."),
    )
    policies = forms.ModelMultipleChoiceField(
        Policy.objects.filter(versions__state="in_force").order_by("sort_code"),
        label=_("Policies"),
        help_text=_("Each is signed by itself; one signature counts wherever it is asked for."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, packet: Packet | None = None, **kwargs: Any) -> None:
        self.packet = packet
        said = self._said_by_packet(packet) if packet else None
        super().__init__(*args, said=said, **kwargs)

    def clean_name(self) -> str:
        """The name, unless another packet has it. Raises ValidationError."""
        name = " ".join(self.cleaned_data["name"].split())
        others = Packet.objects.filter(name__iexact=name, ended_at=None)
        if self.packet and others.exclude(pk=self.packet.pk).exists():
            raise forms.ValidationError(_("Another packet has this name"))
        return name

    def content(self) -> dict[str, Any]:
        """Name and policies of the valid form, as packing takes them."""
        return {"name": self.cleaned_data["name"], "policies": list(self.cleaned_data["policies"])}

    def removed(self) -> list[Policy]:
        """The policies that the packet holds and the valid form does not."""
        held = packing.requirements_of(self.packet) if self.packet else []
        kept = {policy.pk for policy in self.cleaned_data["policies"]}
        return [row.policy for row in held if row.policy_id not in kept]

    @classmethod
    def _said_by_packet(cls, packet: Packet) -> dict[str, Any]:
        rows = reading.with_named(packing.requirements_of(packet))
        policies = [row.policy_id for row in rows]
        return {"name": packet.name, "policies": policies, **cls.said_by(rows[0])}
