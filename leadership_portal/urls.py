"""Every door of the portal, floor by floor."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from leadership_portal.views import (
    calendars,
    demo,
    entrance,
    health,
    home,
    inbox,
    kit,
    language,
    letters,
    owed,
    posts,
    public,
    school,
    texts,
    theme,
)

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


urlpatterns = [
    path("", home.home, name="home"),
    path("about/", public.welcome, name="about"),
    path("accounts/login/", entrance.PasswordPage.as_view(), name="account_login"),
    path("accounts/login/code/", entrance.AskForCodePage.as_view(), name="account_request_login_code"),
    path("accounts/signup/", entrance.SignUpPage.as_view(), name="account_signup"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("language/", language.set_language, name="set-language"),
    path("favicon.ico", public.icon, name="favicon"),
    path("theme.css", theme.theme, name="theme"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.Ready.as_view(), name="health-ready"),
    path("kit/", kit.kit, name="kit"),
    path("kit/find/", kit.kit_find, name="kit-find"),
    path("kit/<slug:page>/", kit.kit_page, name="kit-page"),
    path("profile/", posts.Profile.as_view(), name="profile"),
    path("profile/calendar/", calendars.CalendarPage.as_view(), name="calendar"),
    path("calendar/<slug:token>.ics", calendars.read_feed, name="calendar-feed"),
    path("our-school/", school.our_school, name="our-school"),
    path("owed/", owed.OwedList.as_view(), name="owed"),
    path("owed/export.csv", owed.export_owed, name="owed-export"),
    path("posts/", posts.list_posts, name="posts"),
    path("posts/add/", posts.TakeUpPost.as_view(), name="post-add"),
    path("posts/<int:pk>/confirm/", posts.ConfirmPost.as_view(), name="post-confirm"),
    path("posts/<int:pk>/reject/", posts.RejectPost.as_view(), name="post-reject"),
    path("posts/<int:pk>/correct/", posts.CorrectAddress.as_view(), name="post-correct"),
    path("posts/<int:pk>/end/", posts.EndPost.as_view(), name="post-end"),
    path("posts/<int:pk>/delegate/", posts.NameDelegate.as_view(), name="post-delegate"),
    path("delegations/<int:pk>/end/", posts.end_delegation, name="delegation-end"),
    path("letters/", letters.list_letters, name="letters"),
    path("letters/<int:pk>/", letters.show_letter, name="letter"),
    path("letters/<int:pk>/retry/", letters.retry_letter, name="letter-retry"),
    path("letters/<int:pk>/hold/", letters.hold_letter, name="letter-hold"),
    path("inbox/", inbox.show_inbox, name="inbox"),
    path("inbox/<int:pk>/", inbox.read_letter, name="inbox-letter"),
    path("inbox/<int:pk>/html/", inbox.show_html, name="inbox-html"),
    path("inbox/<int:pk>/calendar/", inbox.fetch_calendar, name="inbox-calendar"),
    path("demo/sign-in/<slug:key>/", demo.sign_in_as, name="demo-sign-in"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
    path("help/", texts.help_page, name="help"),
    path("", include("casework.urls")),
    path("schools/", include("directory.urls")),
    path("designation/", include("designation.urls")),
    path("deployments/", include("deployments.urls")),
    path("evaluations/", include("evaluations.urls")),
]

handler400 = "leadership_portal.views.errors.damaged"
handler403 = "leadership_portal.views.errors.forbidden"
handler404 = "leadership_portal.views.errors.missing"
handler500 = "leadership_portal.views.errors.broken"
