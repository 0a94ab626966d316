"""The exit of all that is told in records of text: slides and briefs leave with the spaces and dashes of reading."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from dashboard import i18n

Told = TypeVar("Told")
LINKS = ("link",)  # to be followed, not to be read


def everywhere(told: Told, language: str) -> Told:
    """The same record with every text in it, however deep, typeset for readers of a language."""
    if isinstance(told, str):
        return i18n.typeset(told, language)  # type: ignore[return-value]
    if isinstance(told, tuple):
        return tuple(everywhere(part, language) for part in told)  # type: ignore[return-value]
    if is_dataclass(told) and not isinstance(told, type):
        texts = {f.name: everywhere(getattr(told, f.name), language) for f in fields(told) if f.name not in LINKS}
        return replace(told, **texts)
    return told
