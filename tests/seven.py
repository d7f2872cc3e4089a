"""The seven questions every step is asked, so that a step's test file says only what is particular to it.

A test module subclasses `SevenQuestions` and gives `model`, `step`, `make(cast, state)`, `actor(cast)`, `told(cast)`,
`strangers(cast)` and `answer`. Does it; is it in the history; who is told; who may not; from which states;
twice at once; button = door.
"""

import pytest
from django.test import Client

from casework.lifecycle import Lifecycle, StepNotOpen, steps_open_to
from casework.models import Case, Entry, Letter
from directory.models import Person


class SevenQuestions:
    """Seven tests of one step; fill in the class data and the five small methods."""

    model: type[Case]
    step: str
    answer: dict = {}  # what the person types
    told: dict[str, list[str]] = {}  # name in the cast -> letters they get
    actor: str = "mina"
    others: tuple[str, ...] = ("olga",)  # names in the cast who may not
    unseen: tuple[str, ...] = ()  # states in which the actor does not even find the case

    def make(self, cast, state: str | None = None) -> Case:
        """Return a case this step is open on; with `state`, a valid case in that state."""
        raise NotImplementedError

    def check(self, case: Case, cast) -> None:
        """Hold what is particular: what became true besides the state."""

    # The questions.

    def test_does_it(self, cast, client):
        case = self.make(cast)
        response = self.press(client, case, cast)
        assert response.status_code == 302, self.why(response)
        case.refresh_from_db()
        assert case.state == (self.declared.target or case.state)
        self.check(case, cast)

    def test_is_in_the_history(self, cast, client):
        case = self.make(cast)
        before = case.state
        self.press(client, case, cast)
        entry = Entry.objects.of(case).filter(step=self.step).get()
        assert (entry.by, entry.from_state, entry.to_state, entry.channel) == (
            getattr(cast, self.actor),
            before,
            self.declared.target or before,
            "portal",
        )

    def test_tells_them(self, cast, client):
        case = self.make(cast)
        already = set(Letter.objects.values_list("pk", flat=True))
        self.press(client, case, cast)
        letters = Letter.objects.exclude(pk__in=already)
        people = {person.pk: name for name, person in cast.people().items()}
        told: dict[str, list[str]] = {}
        for letter in letters.order_by("name"):
            told.setdefault(people.get(letter.to_id, letter.address), []).append(letter.name)
        assert told == {name: sorted(names) for name, names in self.told.items()}

    def test_others_may_not(self, cast, client):
        case = self.make(cast)
        for name in self.others:
            client.force_login(getattr(cast, name))
            assert client.get(case.page(self.step)).status_code in (403, 404), name
            assert client.post(case.page(self.step), self.answer_for(case, cast)).status_code in (403, 404), (
                name
            )
        case.refresh_from_db()
        assert not Entry.objects.of(case).filter(step=self.step).exists()

    def test_from_these_states_only(self, cast, client):
        assert set(self.unseen) & set(self.declared.sources) == set()
        for state in self.model.State.values:
            response = self.press(client, self.make(cast, state), cast)
            may = {404} if state in self.unseen else {302} if state in self.declared.sources else {403, 409}
            assert response.status_code in may, (state, self.why(response))

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        stale = self.model._default_manager.get(pk=case.pk)
        self.press(client, case, cast)
        if self.declared.target in (None, *self.declared.sources):
            response = self.press(client, case, cast)
            assert response.status_code in (302, 409)
            return
        with pytest.raises(StepNotOpen):
            self.table.advance(stale, self.step, by=getattr(cast, self.actor))
        assert Entry.objects.of(case).filter(step=self.step).count() == 1
        assert self.press(client, case, cast).status_code in (403, 409)

    def test_button_is_door(self, cast, client):
        case = self.make(cast)
        for name, person in cast.people().items():
            person = Person.objects.get(pk=person.pk)
            client.force_login(person)
            shown = self.step in steps_open_to(case, person) and self.may_see(case, person)
            assert (client.get(case.page(self.step)).status_code == 200) == shown, name

    # What the questions are made of.

    @property
    def table(self) -> Lifecycle:
        return Lifecycle.of_model[self.model]

    @property
    def declared(self):
        return self.table.steps[self.step]

    def may_see(self, case: Case, person: Person) -> bool:
        return self.model._default_manager.visible_to(person).filter(pk=case.pk).exists()

    def answer_for(self, case: Case, cast) -> dict:
        return self.answer

    def press(self, client: Client, case: Case, cast):
        """Press the button as the actor: a real POST through the door."""
        self.sign_in(client, getattr(cast, self.actor))
        return client.post(case.page(self.step), self.answer_for(case, cast))

    @staticmethod
    def sign_in(client: Client, person: Person) -> None:
        """Sign somebody in who does not sit there already: a new session costs as much as a plain page."""
        kept = client.cookies.get("sessionid")
        if kept is None or getattr(client, "seat", None) != (person.pk, kept.value):
            client.force_login(person)
            client.seat = person.pk, client.cookies["sessionid"].value  # type: ignore[attr-defined]

    @staticmethod
    def why(response) -> str:
        """Return what a refused form complained about."""
        form = response.context and response.context.get("form")
        return f"{response.status_code}: {form.errors.as_text() if form else response.content[:300]!r}"
