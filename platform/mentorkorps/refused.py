"""A rule said no."""


class Refused(Exception):
    """A rule said no. The text is a sentence to the person who asked, shown as it stands."""


class NotFound(Exception):
    """The row is not here for this actor: it never existed, or it belongs to a neighbour. Both look the same."""
