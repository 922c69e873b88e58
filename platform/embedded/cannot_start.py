"""The one way the launcher says no."""


class CannotStart(Exception):
    """Something stands in the way. The text is one or two sentences for the person at the terminal."""
