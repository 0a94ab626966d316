"""How to cite a view: plain text, BibTeX and RIS."""

from __future__ import annotations

from dashboard.exports.names import file_stem
from dashboard.i18n import Translator
from dashboard.package.dataset import Dataset
from dashboard.query.selection import Selection

# What BibTeX takes for commands, and how to write it as a character.
BIBTEX_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",  # not \{: BibTeX counts that brace as well
        "}": r"\textbraceright{}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def plain(selection: Selection, t: Translator, link: str) -> str:
    """One line: authors (year). Title: filters [data set]. Version, date. Link."""
    dataset = selection.dataset
    version = t("Version {version}, {date}", version=dataset.version, date=t.date(dataset.updated))
    kind = t("data set")
    parts = [
        f"{t.both(authors(dataset))} ({dataset.updated.year})",
        f"{_title(selection, t)} [{kind}]",
        version.rstrip("."),  # «2019 г.» has its own stop
        link,
    ]
    return _one_line(". ".join(parts))


def bibtex(selection: Selection, t: Translator, link: str) -> str:
    """A BibTeX entry; `@misc`, which every style knows."""
    dataset = selection.dataset
    by = " and ".join(f"{{{_bibtex(name)}}}" for name in authors(dataset))
    fields = {
        "author": by,
        "title": f"{{{_bibtex(_title(selection, t))}}}",
        "year": str(dataset.updated.year),
        "month": str(dataset.updated.month),
        "publisher": " and ".join(_bibtex(name) for name in publishers(dataset)),
        "version": _bibtex(dataset.version),
        "note": _bibtex(
            t("Data set, version {version}, {date}", version=dataset.version, date=t.date(dataset.updated))
        ),
        "url": link,
        "language": t.language,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{file_stem(selection, t)}-{dataset.version},", *lines, "}", ""])


def ris(selection: Selection, t: Translator, link: str) -> str:
    """A RIS record of the type "dataset", with the line ends that the format asks for."""
    dataset = selection.dataset
    pairs = [
        ("TY", "DATA"),
        *(("AU", name) for name in authors(dataset)),
        ("TI", _title(selection, t)),
        ("PY", str(dataset.updated.year)),
        ("DA", dataset.updated.strftime("%Y/%m/%d")),
        *(("PB", name) for name in publishers(dataset)),
        ("ET", dataset.version),
        ("LA", t.language),
        ("UR", link),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_one_line(value)}\r\n" for tag, value in pairs)


def authors(dataset: Dataset) -> list[str]:
    """The descriptor's contributors, publishers apart; the dataset's title where it names none."""
    named = [
        dataset.credit("contributors", c)
        for c in dataset.schema.contributors
        if c.get("title") and set(c.get("roles", ())) != {"publisher"}
    ]
    return named or [dataset.title("package")]


def publishers(dataset: Dataset) -> list[str]:
    """The contributors that the descriptor calls publishers."""
    return [
        dataset.credit("contributors", c)
        for c in dataset.schema.contributors
        if c.get("title") and "publisher" in c.get("roles", ())
    ]


def _title(selection: Selection, t: Translator) -> str:
    """The dataset's title, and the filters after it where there are any."""
    title = selection.dataset.title("package")
    return f"{title} ({selection.filters.describe(selection.dataset, t)})" if selection.filters else title


def _bibtex(text: str) -> str:
    return _one_line(text).translate(BIBTEX_ESCAPES)


def _one_line(text: str) -> str:
    """The text on one line: a line break would begin a new field."""
    return " ".join(text.split())
