from django.urls import path

from approvals.registry import views

app_name = "registry"
urlpatterns = [
    path("", views.registry, name="list"),
    path("<int:pk>/", views.account_page, name="account"),
    path("<int:pk>/notice/", views.notice, name="notice"),
]
