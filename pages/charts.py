"""The charts: how many, who, for what, when."""

from dashboard.ui import charts, frame, parts

view = frame.open_page("charts")
parts.title(view)
parts.headline(view)
if not parts.empty(view):
    left, right = parts.two_columns()
    with left:
        charts.participants(view)
        charts.organisations(view)
        charts.days(view)
    with right:
        charts.countries(view)
        charts.themes(view)
        charts.types(view)
    parts.picture_format(view)
parts.downloads(view)
