"""The charts: how many, who, for what, when."""

from dashboard.ui import charts, page, parts

with page.around("charts") as view:
    parts.title(view)
    parts.headline(view)
    if not parts.empty(view):
        tab = view.choices["tab"]
        with parts.tabs(view, charts.contents(view.t))[tab]:  # the others wait until they are opened
            left, right = parts.two_columns()
            match tab:
                case "people":
                    with left:
                        charts.participants(view)
                    with right:
                        charts.countries(view)
                case "organisations":
                    with left:
                        charts.organisations(view)
                        charts.most_addressed(view)
                    with right:
                        charts.most_active(view)
                case "themes":
                    with left:
                        charts.themes(view)
                        charts.types(view)
                    with right:
                        charts.country_themes(view)
                case "time":
                    with left:
                        charts.timeline(view)
                    with right:
                        charts.days(view)
            parts.picture_format(view)
    parts.downloads(view)
