"""The record of one thing in a sheet over the page, and what opens it."""

from __future__ import annotations

import streamlit as st

from dashboard.i18n import Translator
from dashboard.query.filters import labels
from dashboard.ui import record_text, visit
from dashboard.ui.visit import View

SHEET = 1040  # pixels: lines of some ninety letters beside the facts


def is_beside_the_map(v: View) -> bool:
    """True where the page's map has the open record told beside it, not in a sheet; a phone has no room there."""
    has_map = v.page == "" and len(v.selection) > 0 and not visit.on_a_phone()
    return has_map and v.record is not None and v.record[0] in visit.BESIDE_THE_MAP


def beside_the_map(v: View) -> tuple[str, str] | None:
    """The record that the map page tells beside the map, though an action from its list may lie over the page."""
    told = [step for step in st.session_state["trail"] if step[0] in visit.BESIDE_THE_MAP]
    return told[-1] if told and v.page == "" and not visit.on_a_phone() else None


def dialog(v: View) -> None:
    """Opens the record that the URL names as a sheet over the page: its head stays while it is read.

    Closing it leads to the page as it was, to the city or country beside the map from which it was opened too.
    """
    assert v.record is not None
    kind, key = v.record
    head = f":small[{v.plain(kind_of(v.t)[kind])}] {v.plain(title_of(v, kind, key))}"
    closing = visit.going(v, record=beside_the_map(v))

    @st.dialog(head, width=SHEET, position="right", on_dismiss=closing)
    def opened() -> None:
        before = visit.came_from()
        if before and before != beside_the_map(v):
            words = v.t("Back to {title}", title=title_of(v, *before))
            if st.button(v.plain(words), key="record_back", icon=":material/arrow_back:", type="tertiary"):
                visit.go(v, record=before)
                st.rerun()
        tell(v, kind, key)

    opened()


def kind_of(t: Translator) -> dict[str, str]:
    """What kind of thing each record is."""
    return {
        "action": t("Action"),
        "organisation": t("Organisation"),
        "place": t("City"),
        "country": t("Country"),
        "theme": t("Theme"),
    }


def title_of(v: View, kind: str, key: str) -> str:
    """What the thing is called."""
    if kind == "action":
        actions = v.dataset["actions"].set_index("action_id")
        return str(actions.loc[key, "title"])
    parameter = kind
    return labels(v.dataset, parameter, v.t)[key]


def tell(v: View, kind: str, key: str) -> None:
    """The record itself, wherever it stands."""
    st.html(record_text.told(v, kind, key))


def open_button(v: View, kind: str, key: str, label: str, place: str) -> None:
    """A button, in the manner of a link, that opens another record; `place` keeps its key apart from its twins."""
    if st.button(v.plain(label), key=f"open_{place}_{kind}_{key}", type="tertiary"):
        visit.go(v, record=(kind, key))
        st.rerun()
