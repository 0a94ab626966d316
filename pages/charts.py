"""The charts: how many, who, for what, when."""

from dashboard.ui import charts, frame, parts

view = frame.open_page("charts")
parts.title(view)
parts.headline(view)
if not parts.empty(view):
    charts.participants(view)
    charts.countries(view)
    charts.organisations(view)
    charts.themes(view)
    charts.types(view)
    charts.days(view)
parts.downloads(view)
