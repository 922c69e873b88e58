"""A rule said no."""


class Refused(Exception):
    """A rule said no. The text is a sentence to the person who asked, shown as it stands.

    `about` names the facts that do not fit together; a form marks its fields of those names.
    """

    def __init__(self, *said: object, about: tuple[str, ...] = ()) -> None:
        super().__init__(*said)
        self.about = about


class NotFound(Exception):
    """The row is not here for this actor: it never existed, or it belongs to a neighbour. Both look the same."""
