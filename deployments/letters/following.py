"""Who could do the work instead, as letters to the managers name them."""

from typing import Any

from casework.letters import is_preview
from deployments.models import Deployment
from deployments.queries.candidates import best_instead
from deployments.queries.succession import Wanted


def following(deployment: Deployment, wanted: Wanted | None = None) -> dict[str, Any]:
    """Return what a letter to the managers says of the next best match, for the whole work or what is `wanted` of it.

    A draft is read by whoever refuses or withdraws: it names nobody, and nobody is looked for.
    """
    return {"is_draft": True} if is_preview() else {"next_best": best_instead(deployment, wanted)}
