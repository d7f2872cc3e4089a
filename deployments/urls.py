"""Doors of support: requests, deployments, visits and claims."""

from django.urls import path

from deployments.views import agenda, arrangements, claims, deployments, messages, proposals, requests, visits

app_name = "deployments"
urlpatterns = [
    path("requests/", requests.RequestList.as_view(), name="requests"),
    path("requests/export.csv", requests.export_requests, {"kind": "csv"}, name="requests-export"),
    path("requests/export.xlsx", requests.export_requests, {"kind": "xlsx"}, name="requests-export-xlsx"),
    path("requests/new/", requests.MakeRequest.as_view(), name="request-new"),
    path("requests/<int:pk>/", requests.RequestPage.as_view(), name="request-detail"),
    path("requests/<int:pk>/withdraw/", requests.WithdrawRequest.as_view(), name="request-withdraw"),
    path("requests/<int:pk>/give_up/", requests.GiveUpRequest.as_view(), name="request-give_up"),
    path("requests/<int:pk>/propose/", proposals.Shortlist.as_view(), name="request-propose"),
    path(
        "requests/<int:pk>/propose/<int:designation>/",
        proposals.ProposeLeader.as_view(),
        name="request-propose-leader",
    ),
    path("", deployments.DeploymentList.as_view(), name="deployments"),
    path("arranged/", arrangements.RecordArrangement.as_view(), name="arrangement-new"),
    path("<int:pk>/confirm/", arrangements.ConfirmDeployment.as_view(), name="deployment-confirm"),
    path("<int:pk>/", deployments.DeploymentPage.as_view(), name="deployment-detail"),
    path("<int:pk>/consent/", deployments.ConsentDeployment.as_view(), name="deployment-consent"),
    path("<int:pk>/refuse/", deployments.RefuseDeployment.as_view(), name="deployment-refuse"),
    path("<int:pk>/cancel/", deployments.CancelDeployment.as_view(), name="deployment-cancel"),
    path("<int:pk>/plan/", deployments.PlanDeployment.as_view(), name="deployment-plan"),
    path("<int:pk>/withdraw/", deployments.WithdrawDeployment.as_view(), name="deployment-withdraw"),
    path("<int:pk>/pause/", deployments.PauseDeployment.as_view(), name="deployment-pause"),
    path("<int:pk>/resume/", deployments.ResumeDeployment.as_view(), name="deployment-resume"),
    path("<int:pk>/stop/", deployments.StopDeployment.as_view(), name="deployment-stop"),
    path("<int:pk>/complete/", deployments.CompleteDeployment.as_view(), name="deployment-complete"),
    path("<int:pk>/evaluate/", proposals.to_evaluation, name="deployment-evaluate"),
    path("<int:pk>/close/", deployments.CloseDeployment.as_view(), name="deployment-close"),
    path("<int:pk>/message/", messages.MessageDeployment.as_view(), name="deployment-message"),
    path("<int:pk>/attach/", messages.AttachDeployment.as_view(), name="deployment-attach"),
    path("calendar/", agenda.CalendarPage.as_view(), name="calendar"),
    path("visits/<int:pk>/", visits.VisitPage.as_view(), name="visit-detail"),
    path("visits/<int:pk>/visit.ics", visits.download_visit, name="visit-calendar"),
    path("visits/<int:pk>/notes/", visits.WriteNotes.as_view(), name="visit-notes"),
    path("visits/<int:pk>/hold/", visits.HoldVisit.as_view(), name="visit-hold"),
    path("visits/<int:pk>/miss/", visits.MissVisit.as_view(), name="visit-miss"),
    path("visits/<int:pk>/acknowledge/", visits.AcknowledgeVisit.as_view(), name="visit-acknowledge"),
    path("claims/", claims.ClaimList.as_view(), name="claims"),
    path("claims/<int:pk>/", claims.ClaimPage.as_view(), name="claim-detail"),
    path("claims/<int:pk>/submit/", claims.SubmitClaim.as_view(), name="claim-submit"),
    path("claims/<int:pk>/approve/", claims.ApproveClaim.as_view(), name="claim-approve"),
    path("claims/<int:pk>/query/", claims.QueryClaim.as_view(), name="claim-query"),
    path("claims/<int:pk>/pay/", claims.PayClaim.as_view(), name="claim-pay"),
]
