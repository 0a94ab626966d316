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
        charts.types(view)
    with right:
        charts.countries(view)
        charts.themes(view)
        charts.country_themes(view)
        charts.timeline(view)
    parts.picture_format(view)
parts.downloads(view)
