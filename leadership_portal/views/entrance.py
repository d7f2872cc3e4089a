"""allauth's entrance pages on which a language switch keeps what was typed."""

from typing import Any

from allauth.account.views import LoginView, RequestLoginCodeView, SignupView

from casework.views import KeepTyped


class EntrancePage(KeepTyped):
    """An entrance page; switching its language judges nothing and signs nobody in."""

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """Let strangers go without the main navigation."""
        return super().get_context_data(**context) | {"is_entrance": True}  # type: ignore[misc]


class AskForCodePage(EntrancePage, RequestLoginCodeView):
    """Where most people come in: a code is sent to their address."""


class PasswordPage(EntrancePage, LoginView):
    """Where those with a password or a passkey come in."""


class SignUpPage(EntrancePage, SignupView):
    """Where somebody new makes themselves known."""
