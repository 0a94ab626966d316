"""The entry script: the navigation over `pages/`, in the visitor's language."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboard.i18n import Translator
from dashboard.ui import bar, page, visit

PAGES = Path(__file__).resolve().parents[3] / "pages"


def navigation() -> None:
    """Shows the page that the URL asks for."""
    t = Translator(visit.language())
    titles = bar.page_titles(t)
    pages = [
        st.Page(PAGES / f"{name or 'map'}.py", title=title, url_path=name, default=not name)
        for name, title in titles.items()
        if (PAGES / f"{name or 'map'}.py").exists()
    ]
    shown = st.navigation(pages, position="hidden")  # the bar leads to them
    with page.framed(shown.url_path):
        shown.run()


navigation()
