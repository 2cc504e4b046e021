"""Review (评审): addresses."""

from __future__ import annotations

from django.urls import include, path

from gaoxin.review.views import acts, cases, panels, quota, schemes

app_name = "review"
urlpatterns = [
    path("", cases.home, name="home"),
    path("new/", acts.intake, name="intake"),
    path("cases/<str:case>/", cases.case, name="case"),
    path("cases/<str:case>/marks/<str:mark>/", cases.mark, name="mark_panel"),
    path("cases/<str:case>/dossier/", acts.dossier, name="dossier"),
    path("cases/<str:case>/paper/", acts.paper, name="paper"),
    path("cases/<str:case>/step/<str:kind>/", acts.step, name="step"),
    path("cases/<str:case>/opinion/", acts.opinion, name="opinion"),
    path("cases/<str:case>/veto/", acts.veto, name="veto"),
    path("cases/<str:case>/conditions/<int:pk>/", acts.condition, name="condition"),
    path("cases/<str:case>/draw/", panels.draw, name="draw"),
    path("cases/<str:case>/panel/", cases.panel_acts, name="panel_acts"),
    path("cases/<str:case>/recusal/", panels.recusal, name="recusal"),
    path("cases/<str:case>/gate/<str:kind>/", panels.gate, name="gate"),
    path("cases/<str:case>/decide/", panels.decide, name="decide"),
    path("pool/", panels.pool, name="pool"),
    path("pool/new/", panels.expert, name="new_expert"),
    path("pool/<str:username>/", panels.expert, name="pool_expert"),
    path("schemes/", schemes.schemes, name="schemes"),
    path("schemes/draft/", schemes.draft, name="draft_scheme"),
    path("schemes/<int:pk>/", schemes.scheme, name="scheme"),
    path("schemes/<int:pk>/publish/", schemes.publish, name="publish"),
    path("quota/", quota.quota, name="quota"),
    path("mine/", include("gaoxin.review.expert.urls")),
    path("papers/", include("gaoxin.review.papers.urls")),
]
