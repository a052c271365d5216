from django.urls import path

from approvals.concerns.views import handling, reporting

app_name = "concerns"
urlpatterns = [
    path("", handling.mine, name="list"),
    path("existing/", handling.existing, name="existing"),
    path("new/", reporting.start, name="start"),
    path("new/<str:kind>/", reporting.new, name="new"),
    path("drafts/<uuid:once>/", reporting.draft, name="draft"),
    path("drafts/<uuid:once>/discard/", reporting.discard, name="discard"),
    path("<str:number>/sent/", reporting.sent, name="sent"),
    path("<str:number>/", handling.concern, name="concern"),
    path("<str:number>/files/<uuid:key>/", handling.file, name="file"),
]
