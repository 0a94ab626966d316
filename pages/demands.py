"""What was asked, of whom; the slogans; and what the source says of the law."""

from dashboard.ui import claims, demands, page, widgets

with page.around("demands") as view:
    widgets.title(view)
    widgets.headline(view)
    widgets.empty(view)
    tab = view.choices["tab"]
    with widgets.tabs(view, demands.parts(view))[tab]:  # the others wait until they are opened
        match tab:
            case "asked":
                demands.announced(view)
                demands.sentence(view)
                demands.matrix(view)
                demands.answer(view)
                demands.others(view)
            case "slogans":
                claims.slogans(view)
            case "law":
                claims.law(view)
    widgets.downloads(view)
