"""The doors of designation: rounds, applications, references, the panel, leaders."""

from django.urls import path

from designation.views import applications, leaders, panel, references, rounds, sections

app_name = "designation"
urlpatterns = [
    path("rounds/", rounds.Rounds.as_view(), name="rounds"),
    path("rounds/<int:pk>/", rounds.RoundPage.as_view(), name="round-detail"),
    path("rounds/<int:pk>/apply/", rounds.Apply.as_view(), name="round-apply"),
    path("rounds/<int:pk>/panel/", panel.RoundPanel.as_view(), name="round-panel"),
    path("applications/<int:pk>/", applications.ApplicationPage.as_view(), name="application-detail"),
    path("applications/<int:pk>/tasks/", sections.ApplicationTasks.as_view(), name="application-tasks"),
    path(
        "applications/<int:pk>/parts/<slug:section>/",
        sections.SectionPage.as_view(),
        name="application-section",
    ),
    path("applications/<int:pk>/roles/add/", sections.AddRole.as_view(), name="application-role-add"),
    path(
        "applications/<int:pk>/roles/<int:role>/remove/",
        sections.RemoveRole.as_view(),
        name="application-role-remove",
    ),
    path("applications/<int:pk>/ask/", sections.AskReferee.as_view(), name="application-ask"),
    path(
        "applications/<int:pk>/submit/", applications.SubmitApplication.as_view(), name="application-submit"
    ),
    path("applications/<int:pk>/done/", applications.ApplicationDone.as_view(), name="application-done"),
    path(
        "applications/<int:pk>/withdraw/",
        applications.WithdrawApplication.as_view(),
        name="application-withdraw",
    ),
    path("applications/<int:pk>/score/", panel.ScoreApplication.as_view(), name="application-score"),
    path(
        "applications/<int:pk>/shortlist/", panel.ShortlistApplication.as_view(), name="application-shortlist"
    ),
    path("applications/<int:pk>/sift_out/", panel.SiftOutApplication.as_view(), name="application-sift_out"),
    path("applications/<int:pk>/invite/", panel.InviteApplication.as_view(), name="application-invite"),
    path(
        "applications/<int:pk>/interview/", panel.InterviewApplication.as_view(), name="application-interview"
    ),
    path(
        "applications/<int:pk>/designate/", panel.DesignateApplication.as_view(), name="application-designate"
    ),
    path("applications/<int:pk>/reserve/", panel.ReserveApplication.as_view(), name="application-reserve"),
    path("applications/<int:pk>/reject/", panel.RejectApplication.as_view(), name="application-reject"),
    path("references/<int:pk>/", references.ReferencePage.as_view(), name="reference-detail"),
    path("references/<int:pk>/give/", references.GiveReference.as_view(), name="reference-give"),
    path("references/<int:pk>/decline/", references.DeclineReference.as_view(), name="reference-decline"),
    path("references/<int:pk>/correct/", references.CorrectReference.as_view(), name="reference-correct"),
    path("references/<int:pk>/read/", references.ReadReference.as_view(), name="reference-read"),
    path("mine/", leaders.mine, name="mine"),
    path("staff/", leaders.staff, name="staff"),
    path("directory/", leaders.directory, name="directory"),
    path("leaders/", leaders.leaders, name="leaders"),
    path("leaders/export.csv", leaders.export_leaders, name="leaders-export"),
    path("leaders/<int:pk>/", leaders.DesignationPage.as_view(), name="designation-detail"),
    path("leaders/<int:pk>/sign/", leaders.SignDesignation.as_view(), name="designation-sign"),
    path("leaders/<int:pk>/train/", leaders.TrainDesignation.as_view(), name="designation-train"),
    path("leaders/<int:pk>/assure/", leaders.AssureDesignation.as_view(), name="designation-assure"),
    path("leaders/<int:pk>/publish/", leaders.PublishDesignation.as_view(), name="designation-publish"),
    path("leaders/<int:pk>/activate/", leaders.ActivateDesignation.as_view(), name="designation-activate"),
]
