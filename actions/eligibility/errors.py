"""What can be wrong with a request.

EligibilityError
├── FactError         a fact, or the day to judge on, is not as it must be: names the field, says how to mend it
└── UnknownEdition    there are no rules for that edition of the guide
"""

from __future__ import annotations


def shown(text: str) -> str:
    """What a client sent, short and fit to be sent back: lone surrogates cannot be written as UTF-8."""
    return text[:60].encode("utf-8", "replace").decode("utf-8")


class EligibilityError(Exception):
    """Something is wrong with the request; the message is Chinese and meant for its sender."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class FactError(EligibilityError):
    """`field` is the fact's name, or `facts`, `as_of` or `edition`; `code` is the kind of mistake."""

    def __init__(self, field: str, code: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.code = code


class UnknownEdition(EligibilityError):
    def __init__(self, edition: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"没有“{shown(edition)}”这一版的规则。现有版本：{'、'.join(known)}；不填则按判断日选取。"
        )
        self.edition = shown(edition)
