"""The launcher: `uvicorn app:app` and `streamlit run app.py` both serve pages, API and headers from here."""

from dashboard.server import build

app = build()
