from django.urls import path

from approvals.concerns.views import acts, adding, files, handling, packs, reporting, supplying

app_name = "concerns"
urlpatterns = [
    path("", handling.mine, name="list"),
    path("packs/", packs.packs, name="packs"),
    path("packs/sample/", packs.sample, name="pack_sample"),
    path("packs/<int:pk>/", packs.pack, name="pack"),
    path("packs/<int:pk>/file/", packs.file, name="pack_file"),
    path("packs/<int:pk>/use/", packs.use, name="pack_use"),
    path("packs/<int:pk>/end/", packs.end, name="pack_end"),
    path("existing/", handling.existing, name="existing"),
    path("new/", reporting.start, name="start"),
    path("new/<str:kind>/", reporting.new, name="new"),
    path("drafts/<uuid:once>/", reporting.draft, name="draft"),
    path("drafts/<uuid:once>/discard/", reporting.discard, name="discard"),
    path("<str:number>/sent/", reporting.sent, name="sent"),
    path("<str:number>/", handling.concern, name="concern"),
    path("<str:number>/files/<uuid:key>/", files.file, name="file"),
    path("<str:number>/files/<uuid:key>/picture/", files.picture, name="picture"),
    path("<str:number>/files/add/", supplying.add_files, name="add_files"),
    path("<str:number>/more/", supplying.tell_more, name="tell_more"),
    path("<str:number>/student/", handling.student, name="student"),
    path("<str:number>/record/<str:what>/", acts.record, name="record"),
    path("<str:number>/add/", adding.add, name="add"),
    path("<str:number>/remove/<int:pk>/", acts.remove, name="remove"),
    path("<str:number>/close/", acts.close, name="close"),
    path("<str:number>/reopen/", acts.reopen, name="reopen"),
    path("<str:number>/duties/<int:pk>/", acts.does_not_apply, name="does_not_apply"),
]
