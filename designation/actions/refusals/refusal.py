"""What every refusal is."""


class Refusal(ValueError):
    """Something the rules of designation do not allow; its text is for people to read."""

    section = ""  # the part of an application to be looked at again, if it lies there
