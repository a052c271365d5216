from django.urls import path

from approvals.registry.views import accounts, asking, care, handover, life, parents, public, yearly

app_name = "registry"
urlpatterns = [
    path("", accounts.registry, name="list"),
    path("<int:pk>/", accounts.account_page, name="account"),
    path("<int:pk>/notice/", parents.notice, name="notice"),
    path("notices/<int:pk>/copy/", parents.copy, name="notice_copy"),
    path("letter/<slug:language>/", parents.letter, name="letter"),
    path(
        "letter/<slug:language>/restore/<int:based_on>/",
        parents.restore_letter,
        name="restore_letter",
    ),
    path("<int:pk>/care/", care.care, name="care"),
    path("<int:pk>/change/", asking.change, name="change"),
    path("<int:pk>/ask-to-close/", asking.ask_to_close, name="ask_to_close"),
    path("<int:pk>/confirm/", care.confirm, name="confirm"),
    path("<int:pk>/yearly/", yearly.yearly, name="yearly"),
    path("<int:pk>/handover/", handover.handover, name="handover"),
    path("<int:pk>/suspend/", life.suspend, name="suspend"),
    path("<int:pk>/close/", life.close, name="close"),
    path("<int:pk>/reopen/", life.reopen, name="reopen"),
]
official = [
    path("", public.check, name="check"),
    path("answer.json", public.answer, name="answer"),
    path("accounts/", public.accounts, name="list"),
    path("accounts.json", public.accounts_json, name="json"),
    path("accounts.csv", public.accounts_csv, name="csv"),
]
