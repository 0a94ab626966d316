"""Small things of HTML on pages and in records: links that open a record, buttons that copy."""

from __future__ import annotations

import html
from typing import Any

from dashboard.telling import wording
from dashboard.ui import visit
from dashboard.ui.visit import View


def door(v: View, kind: str, key: str, name: str) -> str:
    """A link to a record within a sentence."""
    return visit.anchor(v, v.escaped(name), record=(kind, key))


def quote(v: View, text: str, row: Any) -> str:
    """A button that copies a text with its source; `row` says where it stands, as `wording.quotation` reads it."""
    t = v.t
    said = html.escape(wording.quotation(text, row, v.selection, t.plain))
    about = html.escape(t("Copy with its source"))
    return (
        f"<span class='hand'><button type='button' class='quote' data-copy='{said}' "
        f"data-done='{html.escape(t('Copied'))}' title='{about}' aria-label='{about}'></button>"
        "<span role='status'></span></span>"
    )
