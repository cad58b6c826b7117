"""What a check finds, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Finding:
    """`variant` names one of the rule's messages in `rules.yml`, which `values` complete."""

    rule: str
    variant: str = "default"
    values: dict[str, str | int] = field(default_factory=dict)


class Refused(Exception):
    """A file that need not be looked at any further: there is one thing to say about it."""

    def __init__(self, rule: str, variant: str = "default", **values: str | int) -> None:
        super().__init__(rule)
        self.finding = Finding(rule, variant, values)
