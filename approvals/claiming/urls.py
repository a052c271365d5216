from django.urls import path

from approvals.claiming.views import accounts, public, sheets

app_name = "claiming"
urlpatterns = [
    path("", accounts.listed, name="list"),
    path("accounts.csv", accounts.file, name="file"),
    path("sheets/", sheets.upload, name="upload"),
    path("sheets/template.csv", sheets.template, name="template"),
    path("sheets/<int:pk>/", sheets.sheet, name="sheet"),
    path("sheets/<int:pk>/discard/", sheets.discard, name="discard"),
    path("new/", accounts.new, name="new"),
    path("<int:pk>/", accounts.account, name="account"),
    path("<int:pk>/claim/", accounts.claim, name="claim"),
    path("<int:pk>/<str:what>/", accounts.step, name="step"),
]
for_everyone = [path("", public.not_official, name="list")]
