from django.urls import URLPattern, path

from policies.views import changes, drafts, ending, importing, keeping, publishing, reading, searching

app_name = "policies"
urlpatterns: list[URLPattern] = [
    path("", reading.policies, name="list"),
    path("import/", importing.upload, name="import"),
    path("drafts/", importing.drafts, name="drafts"),
    path("drafts/new/", importing.new, name="new"),
    path("drafts/<int:pk>/", drafts.draft, name="draft"),
    path("drafts/<int:pk>/header/", drafts.head, name="head"),
    path("drafts/<int:pk>/code/", drafts.code, name="code"),
    path("drafts/<int:pk>/clauses/new/", drafts.new_clause, name="new_clause"),
    path("drafts/<int:pk>/clauses/<int:number>/", drafts.clause, name="draft_clause"),
    path("drafts/<int:pk>/act/", drafts.act, name="act"),
    path("drafts/<int:pk>/undo/", drafts.undo, name="undo"),
    path("drafts/<int:pk>/tie/", drafts.tie, name="tie"),
    path("drafts/<int:pk>/discard/", drafts.discard, name="discard"),
    path("drafts/<int:pk>/changes/", changes.draft_changes, name="draft_changes"),
    path("drafts/<int:pk>/publish/", publishing.publish, name="publish"),
    path("drafts/<int:pk>/agree/", publishing.agree, name="agree"),
    path("drafts/<int:pk>/send-back/", publishing.send_back, name="send_back"),
    path("reviews/", keeping.reviews, name="reviews"),
    path("search/", searching.search, name="search"),
    path("<str:slug>/", reading.policy, name="policy"),
    path("<str:slug>/revise/", importing.revise, name="revise"),
    path("<str:slug>/settings/", keeping.settings, name="settings"),
    path("<str:slug>/reviewed/", keeping.reviewed, name="reviewed"),
    path("<str:slug>/rescind/", ending.rescind, name="rescind"),
    path("<str:slug>/v<int:number>/", reading.version, name="version"),
    path("<str:slug>/v<int:number>/withdraw/", ending.withdraw, name="withdraw"),
    path("<str:slug>/v<int:number>/draft/", ending.draft_again, name="draft_again"),
    path("<str:slug>/changes/", changes.compare, name="compare"),
    path("<str:slug>/v<int:number>/changes/v<int:other>/", changes.changes, name="changes"),
    path("<str:slug>/v<int:number>/text/", reading.fingerprinted, name="fingerprinted"),
    path("<str:slug>/c/<str:key>/", reading.clause, name="clause"),
]
