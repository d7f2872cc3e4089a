"""The doors of visit records and evaluations."""

from django.urls import path

from evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("", views.EvaluationList.as_view(), name="evaluation-list"),
    path("mine/", views.ReceivedEvaluations.as_view(), name="evaluations-received"),
    path("visits/<int:pk>/write/", views.WriteVisit.as_view(), name="visit-write"),
    path("visits/<int:pk>/record/", views.VisitRecordPage.as_view(), name="visit-record"),
    path("visits/<int:pk>/record/reply/", views.ReplyToRecord.as_view(), name="record-reply"),
    path("visits/<int:pk>/evaluation/", views.VisitEvaluationPage.as_view(), name="visit-evaluation"),
    path("deployments/<int:pk>/evaluate/", views.EvaluateDeployment.as_view(), name="deployment-evaluate"),
    path("deployments/<int:pk>/", views.EvaluationPage.as_view(), name="deployment-evaluation"),
    path("deployments/<int:pk>/reply/", views.ReplyToEvaluation.as_view(), name="evaluation-reply"),
]
