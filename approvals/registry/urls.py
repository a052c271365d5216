from django.urls import path

from approvals.registry.views import accounts, public

app_name = "registry"
urlpatterns = [
    path("", accounts.registry, name="list"),
    path("<int:pk>/", accounts.account_page, name="account"),
    path("<int:pk>/notice/", accounts.notice, name="notice"),
]
official = [
    path("", public.check, name="check"),
    path("answer.json", public.answer, name="answer"),
    path("accounts/", public.accounts, name="list"),
    path("accounts.json", public.accounts_json, name="json"),
    path("accounts.csv", public.accounts_csv, name="csv"),
]
