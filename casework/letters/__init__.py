"""Letters: written in the transaction that causes them, delivered later; `post` is the only sender of the portal."""

from casework.letters.delivery import deliver, deliver_due, oldest_due, while_due
from casework.letters.texts import LINK_MARK, texts_of
from casework.letters.writing import is_preview, post, post_notice, preview, renew

__all__ = [
    "LINK_MARK",
    "deliver",
    "deliver_due",
    "is_preview",
    "oldest_due",
    "post",
    "post_notice",
    "preview",
    "renew",
    "texts_of",
    "while_due",
]
