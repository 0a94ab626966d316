"""The commands: `dashboard serve | validate | export | new`."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import shutil
import sys
from collections.abc import Container, Sequence
from pathlib import Path
from urllib.parse import parse_qsl

from dashboard.package.dataset import ENGLISH, DataProblems, Dataset, load
from dashboard.package.reading import SHIPPED, neutral_head, shipped_schema
from dashboard.package.remarks import remarks
from dashboard.package.schema import TRANSLATIONS, parse_schema
from dashboard.package.validate import descriptor_texts

VOCABULARIES = ("themes", "action_types", "country_names")  # tables that a new package begins with, not empty


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of one command: 0, or 1 when something is wrong with what it was given."""
    options = _parser().parse_args(arguments)
    code: int = options.run(options)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dashboard", description="The EECA Action Atlas.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="show the atlas in a browser")
    serve.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    serve.add_argument("--port", default=8501, type=int, help="the port to listen on (%(default)s)")
    serve.set_defaults(run=_serve)

    check = commands.add_parser("validate", help="say what is wrong with a data package")
    check.add_argument("path", type=Path, help="a folder, a .zip or an .xlsx")
    check.set_defaults(run=_validate)

    export = commands.add_parser("export", help="write a selection in every format")
    export.add_argument("path", type=Path, help="a folder, a .zip or an .xlsx")
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the files go")
    export.add_argument("--filter", default="", metavar="QUERY", help='as in a link: "theme=naloxone&lang=ru"')
    export.set_defaults(run=_export)

    new = commands.add_parser("new", help="make an empty data package to fill in")
    new.add_argument("path", type=Path, metavar="dir", help="a folder that is not there yet, or is empty")
    new.set_defaults(run=_new)
    return parser


def _serve(options: argparse.Namespace) -> int:
    from dashboard.web import server

    server.serve(options.host, options.port)
    return 0


def _validate(options: argparse.Namespace) -> int:
    dataset = _loaded(options.path)
    if dataset is None:
        return 1
    for remark in remarks(dataset):
        print(f"remark: {remark}", file=sys.stderr)
    return 0


def _loaded(path: Path) -> Dataset | None:
    """The dataset, with a word about it on stderr; or None, with every problem on a line of stdout."""
    try:
        dataset = load(path)
    except DataProblems as found:
        for problem in found.problems:
            print(problem)
        print(f"{path}: {len(found.problems)} problems", file=sys.stderr)
        return None
    print(f"{path}: valid, {len(dataset['actions'])} actions", file=sys.stderr)
    return dataset


def _export(options: argparse.Namespace) -> int:
    dataset = _loaded(options.path)
    if dataset is None:
        return 1
    from dashboard import exports
    from dashboard.i18n import LANGUAGES, Translator
    from dashboard.query.addresses import file_link
    from dashboard.query.filters import Filters
    from dashboard.query.selection import NothingSelected, select
    from dashboard.web.parameters import NO_FILTERS

    pairs = parse_qsl(options.filter.lstrip("?"))
    languages = [value for name, value in pairs if name == "lang"]
    wrong = [value for value in languages if value not in LANGUAGES]
    for value in wrong:
        print(f'lang: "{value}" is not known; write one of {", ".join(LANGUAGES)}')
    asked, unknown = Filters.from_query(pairs, dataset, ignore=NO_FILTERS)
    for u in unknown:
        print(f'{u.parameter}: "{u.value}" is not known; write one of {", ".join(u.allowed)}')
    if wrong or unknown:
        return 1
    language = languages[-1] if languages else ENGLISH
    selection = select(asked, dataset.in_language(language))
    t, link = Translator(language), file_link(asked, language)
    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for form in exports.FORMATS.values():
            file = options.out / exports.file_name(selection, form, t)
            try:
                file.write_bytes(form.render(selection, t, link))
            except NothingSelected as empty:
                print(f"{file}: not written. {empty}")
                continue
            print(file)
    except OSError as error:
        print(f"{options.out}: cannot be written ({error})")
        return 1
    return 0


def _new(options: argparse.Namespace) -> int:
    folder: Path = options.path
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            print(f"{folder}: is not empty; name a folder that is not there yet")
            return 1
        _write_new(folder)
    except OSError as error:
        print(f"{folder}: cannot be written ({error})")
        return 1
    print(f"{folder}: an empty package; fill in its tables, then run: dashboard validate {folder}")
    return 0


def _write_new(folder: Path) -> None:
    """Our dictionary, vocabularies and basemap, with every other table empty."""
    schema = shipped_schema()
    descriptor = neutral_head("new-action-atlas", "New action atlas", dt.date.today())
    descriptor["description"] = "Say here what these actions are, and where they are told."
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    described = descriptor_texts(parse_schema(text.encode()))
    (folder / "datapackage.json").write_text(text, encoding="utf-8")
    for name, table in schema.resources.items():
        target = folder / table.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in VOCABULARIES:
            shutil.copyfile(SHIPPED / table.path, target)
            continue
        rows: list[list[str]] = []
        if name.startswith(TRANSLATIONS):
            with (SHIPPED / table.path).open(encoding="utf-8", newline="") as shipped:
                rows = [row for row in csv.reader(shipped) if _stays(row, described)]
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([table.columns, *rows])
    for path in schema.geo.values():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHIPPED / path, target)


def _stays(translation: Sequence[str], described: Container[tuple[str, str]]) -> bool:
    """Whether a row of translations is of the dictionary or the vocabularies, which a new package keeps."""
    table, row_id, field, _ = translation
    return table in VOCABULARIES or (table == "datapackage" and row_id != "package" and (row_id, field) in described)


if __name__ == "__main__":
    sys.exit(main())
