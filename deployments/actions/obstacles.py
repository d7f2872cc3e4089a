"""What stands in the way of an act, in words a person can do something about."""

from typing import Any

from directory.models import Person


class Obstacle(Exception):
    """The act is open to the person, but the facts forbid it; its sentences are shown beside the form."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = [str(sentence) for sentence in sentences]

    def for_reader(self, person: Person) -> list[str]:
        """Return the sentences as this person may read them."""
        return self.sentences


class VeiledObstacle(Obstacle):
    """It lies in figures that not everybody may know: who has not the permission (`on` a case) reads less of it."""

    def __init__(self, sentence: str, *, less: str, permission: str, on: Any = None) -> None:
        super().__init__(sentence)
        self.less, self.permission, self.on = less, permission, on

    def for_reader(self, person: Person) -> list[str]:
        return self.sentences if person.has_perm(self.permission, self.on) else [self.less]
