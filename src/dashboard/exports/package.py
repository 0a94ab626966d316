"""The rows in view as a Data Package of their own: the same tables, whole in themselves, in a ZIP."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from dashboard.exports import about, tables
from dashboard.exports.packing import packed
from dashboard.i18n import Translator
from dashboard.package.dataset import ENGLISH
from dashboard.query.selection import Selection


def render(selection: Selection, t: Translator, link: str) -> bytes:
    """The ZIP: `datapackage.json`, README.md in the reader's language, the tables, the basemap.

    Texts of the tables are in English with the translations beside them, as in the dataset itself. Every
    key that a row names is in the package too. The date of every file inside is that of the data.
    """
    described = descriptor(selection)
    files: dict[str, bytes] = {
        "datapackage.json": to_json(described),
        "README.md": readme(selection, t, link).encode(),
    }
    for resource in described["resources"]:
        name, path = resource["name"], resource["path"]
        if "schema" in resource:
            files[path] = tables.csv(selection, name)
        else:
            outlines = json.dumps(selection.dataset.geo[name], ensure_ascii=False, separators=(",", ":"))
            files[path] = outlines.encode()
    return packed(sorted(files.items()), selection.dataset.updated)


def descriptor(selection: Selection, path: Callable[[str, str], str] | None = None) -> dict[str, Any]:
    """The dataset's descriptor for the rows in view.

    Name and version stay, the description tells the filters. `path` gives each table's new path
    from its name and its old one; with it, only tables are described.
    """
    dataset = selection.dataset
    raw = copy.deepcopy(dataset.schema.raw)
    if selection.filters:
        base = dataset.in_language(ENGLISH)
        t = Translator(ENGLISH)
        note = t(
            "This is a part of the dataset: {count}; {filters}.",
            count=about.count(selection, t),
            filters=selection.filters.describe(base, t),
        )
        raw["description"] = "\n\n".join(part for part in (raw.get("description", ""), note) if part)
    resources = []
    for resource in raw["resources"]:
        name = resource["name"]
        if name not in dataset.schema.resources and (path or name not in dataset.geo):
            continue
        for of_whole_files in ("bytes", "hash"):  # they would be true of the whole dataset's files only
            resource.pop(of_whole_files, None)
        if path:
            resource["path"] = path(name, resource["path"])
        resources.append(resource)
    raw["resources"] = resources
    return raw


def to_json(described: dict[str, Any]) -> bytes:
    """A descriptor's text, as the dataset's own is written."""
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def readme(selection: Selection, t: Translator, link: str) -> str:
    """What the package is, in Markdown: title, facts about the view, tables and their rows."""
    dataset = selection.dataset
    lines = [f"# {dataset.title('package')}", "", dataset.description("package"), ""]
    lines += [f"- **{label}:** {text}" for label, text in about.facts(selection, t, link)]
    headings = [t("File"), t("Table"), t("Rows"), t("Contents")]
    lines += ["", "## " + t("Tables"), "", f"| {' | '.join(headings)} |"]
    lines.append("| --- | --- | ---: | --- |")
    for resource in dataset.schema.raw["resources"]:
        name = resource["name"]
        if name in dataset.schema.resources:
            cells = (
                resource["path"],
                dataset.title(name),
                str(len(tables.raw(selection, name))),
                dataset.description(name),
            )
            lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    lines += ["", t("The columns are described in datapackage.json, as the Data Package standard asks."), ""]
    return "\n".join(lines)
