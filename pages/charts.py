"""The charts: how many, who, for what, when."""

from dashboard.ui import charts, page, widgets

with page.around("charts") as view:
    widgets.title(view)
    widgets.headline(view)
    if not widgets.empty(view):
        tab = view.choices["tab"]
        with widgets.tabs(view, charts.contents(view.t))[tab]:  # the others wait until they are opened
            left, right = widgets.two_columns()
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
            widgets.picture_format(view)
    widgets.downloads(view)
