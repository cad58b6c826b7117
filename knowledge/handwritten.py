"""YAML as people write it by hand."""

from __future__ import annotations

from typing import Any

import yaml

_DEEPEST = 50  # our files nest three deep; libyaml's loader ends the process at some ten thousand


def load(text: str) -> Any:
    """Raises yaml.YAMLError; also for what is written well and cannot be: the 30th of February, a thousand brackets."""
    # libyaml's: ten times as fast, and there are thousands of questions
    loader = yaml.CSafeLoader
    try:
        depth = 0
        for event in yaml.parse(text, Loader=loader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise yaml.YAMLError(f"nested deeper than {_DEEPEST}, {event.start_mark}")
        return yaml.load(text, Loader=loader)
    except (ValueError, LookupError, AttributeError) as failure:
        raise yaml.YAMLError(str(failure)) from failure
