"""What an answer holds. A file that is served is read to its end: that closes it, and the test keeps its database."""

from typing import Any


def body_of(response: Any) -> bytes:
    """Return the bytes of an answer, streamed or not.

    `response.close()` is not for tests: it ends the request, and with it the connection the test is still using.
    """
    return b"".join(response.streaming_content) if response.streaming else response.content
