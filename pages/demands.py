"""What was asked, of whom, and what the source says of the law."""

from dashboard.ui import demands, page, parts

with page.around("demands") as view:
    parts.title(view)
    parts.headline(view)
    parts.empty(view)
    asked, law = demands.columns()
    with asked:
        demands.counts(view)
        demands.matrix(view)
        demands.told(view)
        demands.countries(view)
    with law:
        demands.law(view)
        demands.announced(view)
    parts.downloads(view)
