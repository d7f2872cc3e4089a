"""Certificates anyone may check, and documents only those read who see the case."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views import View
from django.views.generic import DetailView

from casework import documents, files
from casework.models import Certificate, Document
from casework.views.pages import case_or_404, reader_of


@method_decorator(login_not_required, name="dispatch")
class CheckCertificate(DetailView):
    """Says of a certificate: name, role, dates, and valid, valid later, expired or withdrawn; nothing else."""

    model = Certificate
    slug_field = slug_url_kwarg = "code"
    template_name = "casework/certificate_check.html"

    def get_context_data(self, **context) -> dict:
        standing = documents.standing_of(self.object, timezone.localdate())
        return super().get_context_data(**context, standing=Certificate.Standing(standing))


class ReadDocument(View):
    """Serves a document of a case to those who may read it; while it is being made, its printable page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        document = get_object_or_404(Document.objects.select_related("content_type"), pk=pk)
        if document.case is None:
            raise Http404
        case = case_or_404(type(document.case), reader_of(request), document.object_id)
        if not documents.may_read(reader_of(request), case, document.name):
            raise Http404
        if document.recalled_at:
            return render(
                request, "casework/paper_recalled.html", {"paper": document, "case": case}, status=410
            )
        if not document.made_at:
            return HttpResponse(documents.html_of(case, document.name, document.language))
        name = f"{case.reference}-{document.name.split('/')[-1]}-{document.language}"
        return files.serve(document.path, f"{slugify(name)}.pdf")
