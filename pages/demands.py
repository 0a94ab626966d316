"""What was asked, of whom, and what the source says of the law."""

from dashboard.ui import demands, page, widgets

with page.around("demands") as view:
    widgets.title(view)
    widgets.headline(view)
    widgets.empty(view)
    asked, law = demands.columns()
    with asked:
        demands.counts(view)
        demands.matrix(view)
        demands.told(view)
        demands.others(view)
        demands.countries(view)
    with law:
        demands.announced(view)
        demands.slogans(view)
        demands.law(view)
    widgets.downloads(view)
