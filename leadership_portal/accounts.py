"""How people sign in: what allauth asks of us, and its letters as letters of the portal."""

from allauth.account.adapter import DefaultAccountAdapter


class PortalAccountAdapter(DefaultAccountAdapter):
    """allauth's decisions that are ours."""
