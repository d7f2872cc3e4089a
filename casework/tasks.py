"""What runs by itself for every case: letters leave, documents are made, the store of files is tidied."""

from celery import shared_task

from casework import documents, files, letters


@shared_task
def deliver_letters() -> int:
    """Send the letters that are due."""
    return letters.deliver_due()


@shared_task
def make_documents() -> int:
    """Make the documents that are due."""
    return documents.make_due()


@shared_task
def tidy_files() -> int:
    """Delete what a crash left in the store of private files."""
    return files.tidy()
