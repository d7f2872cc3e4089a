"""What the history says of who looks after a case and who watches it: of requests and deployments alike."""

from django.utils.translation import gettext_lazy as _

ASSIGNED = _("%(who)s chose who looks after it in the alliance")
WATCHED, UNWATCHED = _("%(who)s put it on the watch list"), _("%(who)s took it off the watch list")
