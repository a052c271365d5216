from django.urls import path

from policies.acknowledgments.views import receipts, requiring, signing

app_name = "acknowledgments"
urlpatterns = [
    path("sign/<int:pk>/", signing.sign, name="sign"),
    path("receipts/", receipts.mine, name="receipts"),
    path("receipts/<int:pk>/", receipts.receipt, name="receipt"),
    path("policies/<str:slug>/require/", requiring.require, name="require"),
    path("requirements/", requiring.requirements, name="requirements"),
    path("requirements/<int:pk>/", requiring.change, name="change"),
    path("requirements/<int:pk>/end/", requiring.end, name="end"),
]
