"""What a table of Streamlit's needs to open the record of a row that is clicked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

from dashboard.ui import visit
from dashboard.ui.visit import View

ROW_HEIGHT = 36  # pixels
MOST_ROWS = 16  # in sight before the table scrolls
# What a click may choose: to a reader a cell is its row, not only the box in front of it.
ROW_OR_CELL: tuple[Literal["single-row", "single-cell"], ...] = ("single-row", "single-cell")


def opening(v: View, key: str, kind: str, ids: list[str]) -> Callable[[], None]:
    """A callback for the table of that key, which opens the record of the row that was clicked; called before the
    table is drawn, it takes a mark away that stands on a row whose record is not open.

    The browser keeps the mark by the number of the row: left there it would stand on another action after a change
    of filter, and the next click on its row would only take it away.
    """
    rows = _marked(key)
    if rows and [v.record] != [(kind, ids[row]) for row in rows if row < len(ids)]:
        st.session_state[key] = {"selection": {"rows": [], "cells": []}}

    def callback() -> None:
        clicked = _marked(key)
        if clicked:
            visit.go(v, record=(kind, ids[clicked[0]]))

    return callback


def _marked(key: str) -> list[int]:
    state = st.session_state.get(key)
    if not state:
        return []
    return [*state["selection"]["rows"], *(row for row, _ in state["selection"]["cells"])]
