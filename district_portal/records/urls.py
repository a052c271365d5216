from django.urls import path

from district_portal.records.views import disposal, holds, record, schedule

app_name = "records"
urlpatterns = [
    path("", schedule.home, name="home"),
    path("schedule/begin/", schedule.begin, name="begin"),
    path("schedule/draft/", schedule.draft, name="draft"),
    path("schedule/draft/new/", schedule.edit_class, name="new_class"),
    path("schedule/draft/<int:pk>/", schedule.edit_class, name="class"),
    path("schedule/draft/<int:pk>/remove/", schedule.remove_class, name="remove_class"),
    path("schedule/draft/discard/", schedule.discard, name="discard"),
    path("schedule/draft/adopt/", schedule.adopt, name="adopt"),
    path("schedule/<int:number>/", schedule.schedule, name="schedule"),
    path("of/<slug:kind>/<int:pk>/", record.record, name="record"),
    path("of/<slug:kind>/<int:pk>/rule/", record.rule, name="rule"),
    path("of/<slug:kind>/<int:pk>/archived/", record.archived, name="archived"),
    path("of/<slug:kind>/<int:pk>/not-archived/", record.not_archived, name="not_archived"),
    path("of/<slug:kind>/<int:pk>/hold/", holds.place_on, name="hold_record"),
    path("due/", disposal.due, name="due"),
    path("disposals/", disposal.runs, name="runs"),
    path("disposals/<int:pk>/", disposal.run, name="run"),
    path("disposals/<int:pk>/confirm/", disposal.confirm, name="confirm"),
    path("disposals/<int:pk>/refuse/", disposal.refuse, name="refuse"),
    path("disposals/<int:pk>/withdraw/", disposal.withdraw, name="withdraw"),
    path("disposals/<int:pk>/stop/", disposal.stop, name="stop"),
    path("gone/", disposal.gone, name="gone"),
    path("holds/", holds.listed, name="holds"),
    path("holds/new/", holds.place, name="place_hold"),
    path("holds/<int:pk>/", holds.hold, name="hold"),
    path("holds/<int:pk>/lift/", holds.lift, name="lift_hold"),
]
