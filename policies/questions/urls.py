from django.urls import path

from policies.questions.views import asking, before, listing, question

app_name = "questions"
urlpatterns = [
    path("", listing.listed, name="list"),
    path("ask/<word:slug>/v<int:number>/", asking.ask, name="ask"),
    path("paper/<word:slug>/v<int:number>/", asking.paper, name="paper"),
    path("policy/<word:slug>/", listing.of_policy, name="of_policy"),
    path("<int:pk>/", question.question, name="question"),
    path("<int:pk>/hand-on/", question.hand_on, name="hand_on"),
    path("<int:pk>/close/", question.close, name="close"),
    path("<int:pk>/sheet/", question.hand_over, name="hand_over"),
    path("<int:pk>/publish/", before.publish, name="publish"),
    path("published/<int:pk>/withdraw/", before.withdraw, name="withdraw"),
]
