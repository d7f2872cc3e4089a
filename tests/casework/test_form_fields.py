"""The shared fields: what people type is understood, and each error says how to mend it."""

import datetime

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation

from casework.forms import (
    CheckboxesField,
    ConfirmField,
    DateField,
    EmailField,
    HalfDaysField,
    LineField,
    PortalForm,
    PoundsField,
    RadioField,
    WordsField,
    YesNoField,
)
from casework.forms.dates import month_number

SPRING = datetime.date(2026, 3, 27)


def form_of(field, **data):
    """Return a form of one field called `x`, bound to what was typed."""
    kind = type("OneField", (PortalForm,), {"x": field})
    typed = QueryDict(mutable=True)
    for name, value in data.items():
        typed.setlist(name, value if isinstance(value, list) else [value])
    return kind(typed)


def outcome(field, **data):
    """Return what the form understood, or the sentences it answers with."""
    form = form_of(field, **data)
    return form.cleaned_data["x"] if form.is_valid() else list(form.errors["x"])


@pytest.mark.parametrize(
    ("day", "month", "year"),
    [
        ("27", "3", "2026"),
        ("27", "03", "2026"),
        (" 27 ", "March", "2026"),
        ("27", "mar", "2026"),
        ("27", "Mar.", "2026"),
        ("27", "Mawrth", "2026"),
        ("27", "maw", "2026"),
        ("27 3 2026", "", ""),
        ("27/3/2026", "", ""),
        ("", "27 Mawrth 2026", ""),
        ("2026-03-27", "", ""),
    ],
)
def test_a_date_is_understood_as_people_write_it(day, month, year):
    assert outcome(DateField(), x_day=day, x_month=month, x_year=year) == SPRING


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("", "", "", "Enter a date"),
        ("", "3", "2026", "The date must include a day"),
        ("27", "", "2026", "The date must include a month"),
        ("27", "3", "", "The date must include a year"),
        ("", "", "2026", "The date must include a day and a month"),
        ("", "3", "", "The date must include a day and a year"),
        ("27", "", "", "The date must include a month and a year"),
        ("29", "2", "2026", "Enter a real date, like 27 3 2026"),
        ("0", "3", "2026", "Enter a real date, like 27 3 2026"),
        ("27", "13", "2026", "Enter a real date, like 27 3 2026"),
        ("27", "m", "2026", "Enter a real date, like 27 3 2026"),
        ("27", "3", "26", "The year must have four figures, like 2026"),
        ("27", "3", "0000", "Enter a real date, like 27 3 2026"),
        ("٢٧", "3", "2026", "Enter a real date, like 27 3 2026"),
        ("\x00", "3", "2026", "Enter a real date, like 27 3 2026"),
    ],
)
def test_a_date_says_what_is_wrong_with_it(day, month, year, sentence):
    assert outcome(DateField(label="x"), x_day=day, x_month=month, x_year=year) == [sentence]


def test_a_leap_day_is_a_date():
    assert outcome(DateField(), x_day="29", x_month="2", x_year="2028") == datetime.date(2028, 2, 29)


def test_a_date_keeps_within_its_limits():
    field = DateField(earliest=SPRING, latest=lambda: SPRING)
    too_early = ["Enter a date that is 27 March 2026 or later"]
    too_late = ["Enter a date that is 27 March 2026 or earlier"]
    assert outcome(field, x_day="27", x_month="3", x_year="2026") == SPRING
    assert outcome(field, x_day="26", x_month="3", x_year="2026") == too_early
    assert outcome(field, x_day="28", x_month="3", x_year="2026") == too_late


def test_an_optional_date_may_stay_empty_but_not_half_empty():
    assert outcome(DateField(required=False), x_day="", x_month="", x_year="") is None
    assert outcome(DateField(required=False), x_day="1", x_month="", x_year="2026") == [
        "The date must include a month"
    ]


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known_by_its_name_in_both_languages(number):
    day = datetime.date(2026, number, 1)
    names = []
    for language in ("en-gb", "cy"):
        with translation.override(language):
            names.append(day.strftime("%B") if language == "en-gb" else forms_month(number))
    assert [month_number(name) for name in names] == [number, number]


def forms_month(number):
    """Return the month's Welsh name as Django knows it."""
    from django.utils.dates import MONTHS

    return str(MONTHS[number])


def test_a_date_shows_its_stored_day_in_three_boxes():
    form = type("Stored", (PortalForm,), {"x": DateField()})(initial={"x": SPRING})
    assert form["x"].value() == SPRING
    html = str(form["x"])
    assert [f'value="{part}"' in html for part in (27, 3, 2026)] == [True, True, True]
    assert (
        not form_of(DateField(), x_day="27", x_month="3", x_year="2026")
        .fields["x"]
        .has_changed(SPRING, ["27", "3", "2026"])
    )


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (300, None),
        (301, ["Cut 1 word: the most you can write is 300 words"]),
        (400, ["Cut 100 words: the most you can write is 300 words"]),
    ],
)
def test_words_are_counted_and_never_cut(count, expected):
    text = "gair " * count
    form = form_of(WordsField(words=300), x=text)
    form.is_valid()
    assert form.errors.get("x") == expected
    assert form["x"].value() == text


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("300", 30000), ("£300", 30000), ("1,250.50", 125050), ("0.01", 1), (".5", 50), (" £ 12.3 ", 1230)],
)
def test_pounds_are_kept_as_pence(typed, pence):
    assert outcome(PoundsField(), x=typed) == pence


@pytest.mark.parametrize("typed", ["lots", "1.234", "-3", "1,25", "1e3", "£", "٣", "9" * 40, "12.", "NaN"])
def test_pounds_say_how_they_are_written(typed):
    assert outcome(PoundsField(), x=typed) == ["Enter an amount in pounds, like 300 or 1,250.50"]


def test_pounds_keep_within_their_limits():
    field = PoundsField(least=100, most=100_000)
    assert outcome(field, x="0.99") == ["Enter £1 or more"]
    assert outcome(field, x="1000.01") == ["Enter £1,000 or less"]
    assert outcome(field, x="") == ["Enter an amount in pounds"]


@pytest.mark.parametrize(
    ("typed", "halves"),
    [("2", 4), ("2.5", 5), ("2½", 5), ("2 ½", 5), ("½", 1), ("2 1/2", 5), ("0.5", 1), ("10.0", 20)],
)
def test_days_are_kept_as_halves(typed, halves):
    assert outcome(HalfDaysField(), x=typed) == halves


@pytest.mark.parametrize("typed", ["2.3", "two", "1/3", "21/2", "-1"])
def test_days_come_in_halves_only(typed):
    assert outcome(HalfDaysField(), x=typed) == ["Enter days in whole or half days, like 2 or 2.5"]


def test_days_keep_within_their_limits_and_show_what_is_stored():
    field = HalfDaysField(least=1, most=5)
    assert outcome(field, x="0") == ["Enter 0.5 days or more"]
    assert outcome(field, x="3") == ["Enter 2.5 days or fewer"]
    assert [field.prepare_value(value) for value in (5, 4, "2½")] == ["2.5", "2", "2½"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter an e-mail address"),
        ("sian at oakfield", "Enter an e-mail address in the form name@school.example"),
        ("a@b\x00.example", "Null characters are not allowed."),
    ],
)
def test_an_address_says_how_one_looks(typed, sentence):
    assert sentence in outcome(EmailField(), x=typed)


def test_yes_and_no_are_true_and_false_and_neither_is_chosen_beforehand():
    assert outcome(YesNoField(), x="yes") is True
    assert outcome(YesNoField(), x="no") is False
    assert outcome(YesNoField(label="Shared?")) == ["Choose an answer to “Shared?”"]
    assert outcome(YesNoField(required=False)) is None
    assert [YesNoField().prepare_value(value) for value in (True, False, None)] == ["yes", "no", None]


def test_a_declaration_must_be_ticked():
    assert outcome(ConfirmField(), x="on") is True
    assert outcome(ConfirmField()) == ["Tick the box to confirm this"]


def test_a_missing_answer_names_its_question():
    assert outcome(forms.CharField(label="Your post"), x="") == ["Enter an answer to “Your post”"]
    assert outcome(RadioField(label="Phase", choices=[("a", "A")])) == ["Choose an answer to “Phase”"]
    own = forms.CharField(label="Your post", error_messages={"required": "Enter your post"})
    assert outcome(own, x="") == ["Enter your post"]


LETTERS = [("a", "A")]
NAMED = [
    (forms.CharField(label="Name", max_length=120), "x" * 360, "“Name” can have at most 120 characters; it has 360"),
    (forms.CharField(label="100% sure", max_length=2), "abc", "“100% sure” can have at most 2 characters; it has 3"),
    (forms.CharField(label="Name", min_length=2), "a", "“Name” must have at least 2 characters; it has 1"),
    (
        forms.CharField(label="Name"),
        "a\x00",
        "There is a character in “Name” that cannot be kept. Type it anew",
    ),
    (forms.IntegerField(label="Minutes"), "an hour", "Enter a whole number for “Minutes”"),
    (forms.IntegerField(label="Minutes", min_value=15), "5", "Enter 15 or more for “Minutes”"),
    (forms.IntegerField(label="Minutes", max_value=90), "95", "Enter 90 or less for “Minutes”"),
    (forms.DecimalField(label="Share"), "half", "Enter a number for “Share”"),
    (
        forms.URLField(label="Link", assume_scheme="https"),
        "the usual room",
        "Enter the address of a web page for “Link”, like https://school.example",
    ),
    (
        forms.URLField(label="Link", max_length=20, assume_scheme="https"),
        "https://a.example/long",
        "“Link” can have at most 20 characters; it has 22",
    ),
    (forms.TimeField(label="Begins"), "late", "Enter a time for “Begins”, like 14:30"),
    (forms.ChoiceField(label="50% or all", choices=LETTERS), "b", "Choose one of the answers offered to “50% or all”"),
    (RadioField(label="Phase", choices=LETTERS), "b", "Choose one of the answers offered to “Phase”"),
    (CheckboxesField(label="Phases", choices=LETTERS), "b", "Choose one of the answers offered to “Phases”"),
    (EmailField(), "ann at oakfield", "Enter an e-mail address in the form name@school.example"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "typed", "sentence"), NAMED)
def test_what_does_not_fit_a_field_is_said_with_its_question(field, typed, sentence):
    assert outcome(field, x=typed) == [sentence]


class Growing(PortalForm):
    """A form that makes its fields for itself, as those about people or criteria do."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"] = forms.CharField(label="Note about Sam", max_length=3)


def test_a_field_made_by_the_form_itself_is_named_too():
    assert Growing({"note": ""}).errors == {"note": ["Enter an answer to “Note about Sam”"]}
    assert Growing({"note": "four"}).errors == {
        "note": ["“Note about Sam” can have at most 3 characters; it has 4"]
    }


def test_answers_carry_their_hints():
    field = CheckboxesField(choices=[("a", "A"), ("b", "B")], hints={"b": "The second"})
    options = [option for _group, group, _index in field.widget.optgroups("x", []) for option in group]
    assert [option.get("hint") for option in options] == [None, "The second"]


def test_a_long_line_is_typed_in_two_rows_and_stays_one_line():
    form = form_of(LineField(max_length=500), x="One structure\r\n  in every class")
    assert (form.is_valid(), form.cleaned_data) == (True, {"x": "One structure in every class"})
    assert '<textarea name="x" cols="40" rows="2"' in str(form["x"])


class TwoDates(PortalForm):
    starts_on = DateField(label="First day away")
    ends_on = DateField(label="Last day away")


def test_of_two_dates_each_says_which_is_missing():
    form = TwoDates({})
    assert dict(form.errors) == {
        "starts_on": ["Enter a date for “First day away”"],
        "ends_on": ["Enter a date for “Last day away”"],
    }
