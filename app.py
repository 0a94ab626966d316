"""The launcher: `uvicorn app:app` and `streamlit run app.py` both serve pages, API and headers from here."""

import streamlit as st

from dashboard.web import server

# `streamlit run` reads this file without running it, and looks for just this call.
app = st.App(server.ENTRY, **server.parts())
