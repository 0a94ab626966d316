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
                        charts.most_addressed(view)
                    with right:
                        charts.most_active(view)
                case "themes":
                    left, right = widgets.two_columns()
                    with left:
                        charts.themes(view)
                        charts.types(view)
                    with right:
                        charts.country_themes(view)
                case "time":
                    days.table(view)
            if tab != "time":
                widgets.picture_format(view)
    widgets.downloads(view)
