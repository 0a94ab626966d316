"""What python-pptx leaves in a deck's parts: its own theme, and the time of making."""

from __future__ import annotations

import datetime as dt
import re

from dashboard.exports.packing import packed_again
from dashboard.theme import LIGHT

FONT = "Arial"  # on every ordinary machine, Cyrillic included


def fixed(deck: bytes, day: dt.date) -> bytes:
    """The deck with our fonts and colours in its theme, and no trace of when it was made."""

    def part(name: str, content: bytes) -> bytes:
        if name.startswith("ppt/theme/"):
            return _themed(content)
        if name.startswith("ppt/embeddings/") and name.endswith(".xlsx"):
            return packed_again(content, day, workbook_part)
        return content

    def workbook_part(name: str, content: bytes) -> bytes:
        if name != "docProps/core.xml":
            return content
        return re.sub(rb">\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<", f">{day.isoformat()}T00:00:00Z<".encode(), content)

    return packed_again(deck, day, part)


def _themed(theme: bytes) -> bytes:
    """A theme whose fonts and colours are ours, for what people add to the deck."""
    roles = {
        b"accent1": LIGHT.accent,
        b"accent2": LIGHT.second,
        b"accent3": LIGHT.third,
        b"accent4": LIGHT.not_reported,
        b"hlink": LIGHT.accent,
    }
    for role, colour in roles.items():
        pattern = rb"(<a:" + role + rb"><a:srgbClr val=\")[0-9A-Fa-f]{6}"
        theme = re.sub(pattern, rb"\g<1>" + colour.lstrip("#").encode(), theme)
    return re.sub(rb'(<a:latin typeface=")[^"+]+"', rb"\g<1>" + FONT.encode() + b'"', theme)
