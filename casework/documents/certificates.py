"""Certificates: issued for a term, replaced by the next of that term, and checked by anyone."""

import secrets
from datetime import date

import segno
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from casework.documents.orders import order
from casework.models import Case, Certificate, Counter


@transaction.atomic
def certify(case: Case, holder, *, role: str, role_cy: str, starts_on: date, ends_on: date) -> Certificate:
    """Issue a certificate of a case for a term, replacing the one of that same term, and order its PDFs.

    Certificates of earlier terms stay as they are until their own end.
    """
    kind = ContentType.objects.get_for_model(case)
    earlier = Certificate.objects.filter(content_type=kind, object_id=case.pk, starts_on=starts_on)
    earlier.filter(replaced_at__isnull=True).update(replaced_at=timezone.now())
    certificate = Certificate.objects.create(
        number=Counter.next_reference("CERT", timezone.localdate().year),
        code=secrets.token_urlsafe(24),
        case=case,
        holder=holder,
        name=str(holder),
        role=role,
        role_cy=role_cy,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    for language in ("en", "cy"):
        order(case, f"{case._meta.app_label}/certificate", language)
    return certificate


def certificate_of(case: Case) -> Certificate | None:
    """Return the certificate in force for a case, that of the newest term."""
    kind = ContentType.objects.get_for_model(case)
    in_force = Certificate.objects.filter(content_type=kind, object_id=case.pk, replaced_at__isnull=True)
    return in_force.order_by("-starts_on", "-pk").first()


def standing_of(certificate: Certificate, on: date) -> str:
    """Return today's truth about a certificate: valid, not valid yet, expired or withdrawn.

    That of an earlier term has expired by its own last day, whatever became of the case since; that of a term to come
    is not valid before its first day.
    """
    if certificate.replaced_at or certificate.case is None:
        return Certificate.Standing.WITHDRAWN
    if on > certificate.ends_on and certificate_of(certificate.case) != certificate:
        return Certificate.Standing.EXPIRED
    standing = certificate.case.standing(on)
    is_early = standing == Certificate.Standing.VALID and on < certificate.starts_on
    return Certificate.Standing.NOT_YET if is_early else standing


def qr_of(certificate: Certificate) -> str:
    """Return the QR code of the certificate's public page as an SVG data address."""
    code = segno.make(settings.SITE_URL + certificate.get_absolute_url(), error="m")
    return code.svg_data_uri(scale=4, border=2, dark="#1b1f1d")
