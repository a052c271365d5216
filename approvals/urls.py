from django.urls import path

from approvals.views import discussion, platforms, promises, queue, requests, routes, steps

app_name = "approvals"
urlpatterns = [
    path("requests/", requests.my_requests, name="requests"),
    path("requests/new/", requests.new, name="new"),
    path("requests/new/<slug:kind>/", requests.start, name="start"),
    path("requests/promises/", promises.promises, name="promise_list"),
    path("requests/promises/<int:pk>/", promises.promise, name="promise"),
    path("requests/platforms/", platforms.platforms, name="platforms"),
    path("requests/platforms/<int:pk>/", platforms.platform, name="platform"),
    path("requests/routes/", routes.routes, name="routes"),
    path("requests/routes/<int:pk>/again/", routes.use_again, name="use_route_again"),
    path("requests/routes/<slug:kind>/", routes.route, name="route"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/<int:pk>/questions/", discussion.discuss, name="discuss"),
    path("requests/<int:pk>/sent/", requests.sent, name="sent"),
    path("requests/<int:pk>/withdraw/", requests.withdraw, name="withdraw"),
    path("requests/<int:pk>/discard/", requests.discard, name="discard"),
    path("requests/<int:pk>/details/", steps.details, name="details"),
    path("requests/<int:pk>/promises/", steps.promises, name="promises"),
    path("requests/<int:pk>/check/", steps.check, name="check"),
    path("queue/", queue.queue, name="queue"),
    path("queue/<int:pk>/", queue.decide, name="decide"),
]
