"""Messages and files of a deployment, each for a stated audience."""

from django.utils.translation import gettext_lazy

from casework.views import reader_of
from deployments import actions
from deployments.forms.messages import FileForm, MessageForm
from deployments.models import Deployment
from deployments.views.shared import SupportStep


class ToAnAudience(SupportStep):
    """A step that asks who is to read it."""

    model = Deployment
    takes_case = True

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": reader_of(self.request)}


class MessageDeployment(ToAnAudience):
    """One of the parties writes."""

    step = "message"
    form_class = MessageForm
    action = staticmethod(actions.message)
    button = gettext_lazy("Send this message")
    heading = gettext_lazy("Write a message: %(case)s")
    explains = gettext_lazy("Those it is for get a letter that leads to it and does not quote it.")
    done = gettext_lazy("Your message is sent.")


class AttachDeployment(ToAnAudience):
    """One of the parties shares a file."""

    step = "attach"
    form_class = FileForm
    action = staticmethod(actions.attach)
    button = gettext_lazy("Add this file")
    heading = gettext_lazy("Add a file: %(case)s")
    explains = gettext_lazy("It stands on the page of the deployment for those you choose.")
    done = gettext_lazy("The file has been added.")
