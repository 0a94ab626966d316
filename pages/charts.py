"""The charts: how many, who, for what, when."""

from dashboard.ui import charts, days, page, people, widgets

with page.around("charts") as view:
    widgets.title(view)
    widgets.headline(view)
    if not widgets.empty(view):
        tab = view.choices["tab"]
        with widgets.tabs(view, charts.contents(view.t))[tab]:  # the others wait until they are opened
            match tab:
                case "people":
                    left, right = widgets.two_columns()
                    with left:
                        people.participants(view)
                    with right:
                        charts.countries(view)
                case "organisations":
                    left, right = widgets.two_columns()
                    with left:
                        charts.organisations(view)
                    with right:
                        charts.most_active(view)
                    charts.addressed(view)
                case "themes":
                    left, right = widgets.two_columns()
                    with left:
                        charts.themes(view)
                    with right:
                        charts.types(view)
                    charts.country_themes(view)
                case "time":
                    days.table(view)
    widgets.downloads(view)
