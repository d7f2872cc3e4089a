"""When it may be done: the steps of every case of designation."""

from designation.lifecycle.applications import APPLICATION, INTERNAL
from designation.lifecycle.designations import DESIGNATION, keep_to_work_left
from designation.lifecycle.references import REFERENCE
from designation.lifecycle.reviews import RENEWAL, REVIEW

__all__ = ["APPLICATION", "DESIGNATION", "INTERNAL", "REFERENCE", "RENEWAL", "REVIEW", "keep_to_work_left"]
