"""The demo world's own no: a Danish sentence for the person at the screen."""


class DeclinedError(Exception):
    """The demo world cannot do this. The text is shown as it stands."""

    def __init__(self, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status
