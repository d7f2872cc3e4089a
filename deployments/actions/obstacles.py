"""What stands in the way of an act, in words a person can do something about."""


class Obstacle(Exception):
    """The act is open to the person, but the facts forbid it; its sentences are shown beside the form."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = [str(sentence) for sentence in sentences]
