from django.urls import path

from approvals.impostors.views import captures, cases, public

app_name = "impostors"
urlpatterns = [
    path("", cases.cases, name="list"),
    path("<int:pk>/", cases.case, name="case"),
    path("<int:pk>/captures/", captures.add, name="add_captures"),
    path("<int:pk>/<str:what>/", cases.step, name="step"),
    path("captures/<int:pk>/", captures.capture, name="capture"),
    path("captures/<int:pk>/take-away/", captures.take_away, name="take_away"),
]
for_everyone = [
    path("", public.report, name="new"),
    path("thanks/", public.thanks, name="thanks"),
]
