"""The questionnaires every installation starts with, as plain data, and the scales their answers are given on.

Statements: the nine of the handbook's deployment evaluation, in our own words. A questionnaire may word its questions
as it likes, but those of `REQUIRED` must be among them; the answers to `FIXED` are columns of the evaluation.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

DEPLOYMENT = "deployment"
FIXED = ("overall", "would_use_again", "sustainability", "further_support", "may_quote", "testimonial")
REQUIRED = ("overall", "would_use_again", "may_quote")

# Best first: as they stand under a question. 5 is the most of agreement, 4 the best overall result.
AGREEMENT = {
    5: _("Strongly agree"),
    4: _("Agree"),
    3: _("Neither agree nor disagree"),
    2: _("Disagree"),
    1: _("Strongly disagree"),
}
OVERALL = {4: _("Very good"), 3: _("Good"), 2: _("Average"), 1: _("Poor")}


class Answered(NamedTuple):
    """One answer to pick of a question that brings its own."""

    value: str
    text: str
    text_cy: str


class Asked(NamedTuple):
    """One question; `kind` is scale5, scale4, text, choice or yesno."""

    key: str
    kind: str
    text: str
    text_cy: str
    is_optional: bool = False
    choices: tuple[Answered, ...] = ()


class Paper(NamedTuple):
    """One questionnaire in one version."""

    key: str
    version: int
    name: str
    name_cy: str
    questions: tuple[Asked, ...]


STATEMENTS = (
    ("needs_met", "The support met our needs", "Roedd y cymorth yn diwallu ein hanghenion"),
    (
        "expertise",
        "The leader had the right expertise",
        "Roedd gan yr arweinydd yr arbenigedd cywir",
    ),
    (
        "collaborative",
        "The leader worked with us sensitively and as a partner",
        "Gweithiodd yr arweinydd gyda ni’n sensitif ac fel partner",
    ),
    ("communication", "The leader communicated well", "Roedd yr arweinydd yn cyfathrebu’n dda"),
    (
        "as_agreed",
        "Visits took place as we had agreed",
        "Cynhaliwyd yr ymweliadau fel y cytunwyd",
    ),
    (
        "capacity",
        "The support built our own capacity to improve",
        "Cryfhaodd y cymorth ein gallu ni ein hunain i wella",
    ),
    ("practice", "Practice in our school has improved", "Mae arferion yn ein hysgol wedi gwella"),
    (
        "pupils",
        "Outcomes for our pupils are improving",
        "Mae deilliannau ein disgyblion yn gwella",
    ),
    ("value", "The support was good value", "Roedd y cymorth yn werth da am arian"),
)

DEPLOYMENT_EVALUATION = Paper(
    DEPLOYMENT,
    1,
    "Evaluation of a deployment",
    "Gwerthuso cymorth arweinydd system",
    (
        *(Asked(key, "scale5", text, text_cy) for key, text, text_cy in STATEMENTS),
        Asked("overall", "scale4", "Overall, how was the support?", "At ei gilydd, sut oedd y cymorth?"),
        Asked(
            "would_use_again",
            "yesno",
            "Would you ask for this leader again?",
            "A fyddech chi’n gofyn am yr arweinydd hwn eto?",
            choices=(
                Answered("yes", "Yes, we would", "Byddem"),
                Answered("no", "No, we would not", "Na fyddem"),
            ),
        ),
        Asked(
            "sustainability",
            "text",
            "How will you keep the improvement going now that the support has ended?",
            "Sut byddwch chi’n cynnal y gwelliant nawr bod y cymorth wedi dod i ben?",
        ),
        Asked(
            "further_support",
            "text",
            "What further support would help you?",
            "Pa gymorth pellach fyddai’n eich helpu?",
            is_optional=True,
        ),
        Asked(
            "may_quote",
            "choice",
            "May we quote what you say about the support?",
            "A gawn ni ddyfynnu’r hyn a ddywedwch am y cymorth?",
            choices=(
                Answered("no", "Do not quote us", "Peidiwch â’n dyfynnu"),
                Answered("anonymous", "Quote us without our name", "Dyfynnwch ni heb ein henw"),
                Answered("named", "Quote us with our school’s name", "Dyfynnwch ni gydag enw ein hysgol"),
            ),
        ),
        Asked(
            "testimonial",
            "text",
            "In a sentence or two, what difference did the support make?",
            "Mewn brawddeg neu ddwy, pa wahaniaeth wnaeth y cymorth?",
            is_optional=True,
        ),
    ),
)
PAPERS = (DEPLOYMENT_EVALUATION,)


def missing(keys: set[str]) -> list[str]:
    """Return which of the questions an evaluation cannot do without are not among these keys."""
    return [key for key in REQUIRED if key not in keys]
