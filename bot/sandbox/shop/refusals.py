"""How the sample shop says no to the person at its desk."""


class Refused(Exception):
    """A wish the shop does not grant; `code` is the HTTP status, the text is for a person."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
