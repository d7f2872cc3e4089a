"""What every form of the portal is made of: the base forms and the fields that people of schools can fill in."""

from casework.forms.amounts import HalfDaysField, HoursField, PoundsField, ShareField
from casework.forms.base import PortalForm, PortalModelForm
from casework.forms.choices import (
    ARE_THEY,
    DID_THEY,
    DO_THEY_HAVE,
    HAVE_THEY,
    MAY_IT,
    WOULD_IT,
    WOULD_YOU,
    Checkboxes,
    CheckboxesField,
    ConfirmField,
    GroupedCheckboxesField,
    ModelCheckboxesField,
    ModelRadioField,
    RadioField,
    Radios,
    YesNoField,
)
from casework.forms.dates import DateBoxes, DateField
from casework.forms.find import FindField, FindInput
from casework.forms.schools import SchoolField
from casework.forms.times import TimeField, london
from casework.forms.uploads import UploadField, UploadForm
from casework.forms.words import EmailField, LineField, WordsField

__all__ = [
    "ARE_THEY",
    "DID_THEY",
    "DO_THEY_HAVE",
    "HAVE_THEY",
    "MAY_IT",
    "WOULD_IT",
    "WOULD_YOU",
    "Checkboxes",
    "CheckboxesField",
    "ConfirmField",
    "DateBoxes",
    "DateField",
    "EmailField",
    "FindField",
    "FindInput",
    "GroupedCheckboxesField",
    "HalfDaysField",
    "HoursField",
    "LineField",
    "ModelCheckboxesField",
    "ModelRadioField",
    "PortalForm",
    "PortalModelForm",
    "PoundsField",
    "RadioField",
    "Radios",
    "SchoolField",
    "ShareField",
    "TimeField",
    "UploadField",
    "UploadForm",
    "WordsField",
    "YesNoField",
    "london",
]
