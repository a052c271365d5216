from django.urls import path

from policies.acknowledgments.views import (
    closing,
    evidence,
    overseeing,
    packets,
    receipts,
    requiring,
    signing,
)

app_name = "acknowledgments"
urlpatterns = [
    path("sign/<int:pk>/", signing.sign, name="sign"),
    path("receipts/", receipts.mine, name="receipts"),
    path("receipts/<int:pk>/", receipts.receipt, name="receipt"),
    path("receipts/<int:pk>.pdf", receipts.receipt_pdf, name="receipt_pdf"),
    path("assignments/<int:pk>/close/", closing.choose, name="close"),
    path("assignments/<int:pk>/close/<str:why>/", closing.close, name="close_as"),
    path("closings/", closing.closings, name="closings"),
    path("closings/<int:pk>/", closing.closing, name="closing"),
    path("closings/<int:pk>/reopen/", closing.reopen, name="reopen"),
    path("policies/<str:slug>/require/", requiring.require, name="require"),
    path("requirements/", requiring.requirements, name="requirements"),
    path("requirements/next-school-year/", requiring.next_year, name="next_year"),
    path("requirements/<int:pk>/", requiring.change, name="change"),
    path("requirements/<int:pk>/end/", requiring.end, name="end"),
    path("packets/new/", packets.make, name="make_packet"),
    path("packets/<int:pk>/", packets.packet, name="packet"),
    path("packets/<int:pk>/change/", packets.change, name="change_packet"),
    path("packets/<int:pk>/end/", packets.end, name="end_packet"),
    path("my-people/", overseeing.my_people, name="my_people"),
    path("my-people/nudge/", overseeing.nudge_late, name="nudge_late"),
    path("my-people/<int:pk>/nudge/", overseeing.nudge, name="nudge"),
    path("evidence/", evidence.bundles, name="bundles"),
    path("evidence/<int:pk>.zip", evidence.download, name="bundle_file"),
    path("people/<int:pk>/evidence/", evidence.of_person, name="evidence_of_person"),
    path("policies/<str:slug>/evidence/", evidence.of_policy, name="evidence_of_policy"),
]
