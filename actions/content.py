"""Reads wording out of the domain, which Rasa sends along with each call: no sentence stands in Python.

A response is one `custom` object whose texts are written in three languages side by side:
`utter_x: [{custom: {kind: …, text: {zh-Hans: …, zh-Hant: …, en: …}, buttons: […]}}]`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LOCALES = ("zh-Hans", "zh-Hant", "en")


class WordingError(Exception):
    """The domain lacks a wording, or a wording lacks what is asked of it; the message says which and where."""


def message(domain: Mapping[str, Any], name: str, locale: str, **params: object) -> dict[str, Any]:
    """The response `name` in one language, with its {placeholders} filled in.

    Raises `WordingError` where the response, the language or the value of a placeholder is missing.
    """
    try:
        (variant,) = domain["responses"][name]
        custom = variant["custom"]
    except (KeyError, TypeError, ValueError):
        raise WordingError(f"{name}: write it in bot/domain with one variant that has `custom`") from None
    return _resolve(custom, name, locale, params)


def wording(domain: Mapping[str, Any], name: str, locale: str, **params: object) -> str:
    """The text of the response `name` in one language."""
    found = message(domain, name, locale, **params).get("text")
    if not isinstance(found, str):
        raise WordingError(f"{name}: it has no `text`")
    return found


def _resolve(node: Any, name: str, locale: str, params: Mapping[str, object]) -> Any:
    if isinstance(node, str):
        try:
            return node.format_map(params)
        except KeyError as error:
            raise WordingError(f"{name}: nothing was given for {{{error.args[0]}}}") from None
    if isinstance(node, list):
        return [_resolve(item, name, locale, params) for item in node]
    if isinstance(node, Mapping):
        if LOCALES[0] in node:
            if locale not in node:
                raise WordingError(f"{name}: add the text for {locale}")
            return _resolve(node[locale], name, locale, params)
        return {key: _resolve(value, name, locale, params) for key, value in node.items()}
    return node
