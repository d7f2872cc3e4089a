"""Every door of the portal, floor by floor."""

from importlib.util import find_spec

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from leadership_portal.views import demo, entrance, health, home, inbox, kit, language, letters, texts, theme

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


def floor(name: str) -> list[URLPattern | URLResolver]:
    """Return the doors of a floor."""
    return [path(f"{name}/", include(f"{name}.urls"))] if find_spec(f"{name}.urls") else []


urlpatterns = [
    path("", home.home, name="home"),
    path("accounts/login/", entrance.PasswordPage.as_view(), name="account_login"),
    path("accounts/login/code/", entrance.AskForCodePage.as_view(), name="account_request_login_code"),
    path("accounts/signup/", entrance.SignUpPage.as_view(), name="account_signup"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("language/", language.set_language, name="set-language"),
    path("theme.css", theme.theme, name="theme"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.Ready.as_view(), name="health-ready"),
    path("kit/", kit.kit, name="kit"),
    path("kit/find/", kit.kit_find, name="kit-find"),
    path("kit/<slug:page>/", kit.kit_page, name="kit-page"),
    path("letters/", letters.LetterLog.as_view(), name="letters"),
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path("inbox/<int:pk>/", inbox.ReadLetter.as_view(), name="inbox-letter"),
    path("demo/sign-in/<slug:key>/", demo.sign_in_as, name="demo-sign-in"),
    path("accessibility/", texts.accessibility, name="accessibility"),
    path("privacy/", texts.privacy, name="privacy"),
    path("help/", texts.help_page, name="help"),
    path("", include("casework.urls")),
    path("schools/", include("directory.urls")),
    *floor("designation"),
    *floor("deployments"),
    *floor("evaluations"),
]

handler400 = "leadership_portal.views.errors.damaged"
handler403 = "leadership_portal.views.errors.forbidden"
handler404 = "leadership_portal.views.errors.missing"
handler500 = "leadership_portal.views.errors.broken"
