"""A reply, given once."""

from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm, WordsField


class ReplyForm(PortalForm):
    """Words of a school about a record, or of a leader about an evaluation."""

    reply = WordsField(label=_("Your reply"), words=300, error_messages={"required": _("Write your reply")})
