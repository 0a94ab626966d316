"""Small things of HTML on pages and in records: chips that open a record, buttons that copy, lists that unfold."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from dashboard.figures.base import MARKS
from dashboard.query.filters import Filters
from dashboard.telling import wording
from dashboard.ui import visit
from dashboard.ui.visit import View


def sign(group: str) -> str:
    """The sign of a standing in an action, as it stands in chips and keys; its word always stands near."""
    return f"<span class='sign {group}' aria-hidden='true'>{MARKS[group][1]}</span>"


def chip(v: View, kind: str, key: str, name: str, *, group: str = "", unnamed: bool = False, aside: str = "") -> str:
    """A link to a record in the manner of a label, with the sign of its standing; dashed for a group without a name."""
    more = f" <small>{v.escaped(aside)}</small>" if aside else ""
    text = f"{sign(group) if group else ''}{v.escaped(name)}{more}"
    look = "chip unnamed" if unnamed else "chip"
    return visit.anchor(v, text, attributes=f"class='{look}'", record=(kind, key))


def door(v: View, kind: str, key: str, name: str) -> str:
    """A link to a record within a sentence."""
    return visit.anchor(v, v.escaped(name), record=(kind, key))


def share(v: View, kind: str, key: str) -> str:
    """A button that hands over the link to a record alone, in whichever language its reader reads."""
    t = v.t
    link = html.escape(visit.whole_address(v.link(filters=Filters(), record=(kind, key), lang="")))
    return (
        f"<span class='hand'><button type='button' class='share' data-link='{link}' "
        f"data-done='{html.escape(t('Link copied'))}' title='{html.escape(t('Link to this record'))}'>"
        f"{html.escape(t('Share'))}</button><span role='status'></span></span>"
    )


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


def unfolding(v: View, items: Sequence[str], name: str, first: int, left: int = 0) -> str:
    """A list whose first items are in sight and the others a press away; `left` more are counted only.

    The items are HTML, from `<li>` to `</li>`.
    """
    t, rest = v.t, items[first:]
    told = f"<ul class='{name}'>{''.join(items[:first])}</ul>"
    if rest:
        words = v.escaped(t.n("{n} more", "{n} more", len(rest)))
        told += f"<details class='more'><summary>{words}</summary><ul class='{name}'>{''.join(rest)}</ul></details>"
    if left > 0:
        told += f"<p class='quiet'>{v.escaped(t.n('and {n} more', 'and {n} more', left))}</p>"
    return told
