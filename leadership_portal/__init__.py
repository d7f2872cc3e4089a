"""The roof: settings, doors, night work and the home page; it imports everything and nobody imports it."""

from leadership_portal.celery import app as celery_app

__all__ = ["celery_app"]
