"""The dataset: typed frames, the same from folder, ZIP and workbook; languages; a cache nobody can spoil."""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from dashboard import exports
from dashboard.cli import main
from dashboard.exports import about
from dashboard.exports import package as package_file
from dashboard.i18n import Translator
from dashboard.package import dataset as module
from dashboard.package.dataset import DataProblems, Dataset, cached, default_path, load
from dashboard.package.schema import read_schema
from dashboard.query.filters import Filters
from dashboard.query.selection import select
from dashboard.web import api
from opening import open_page

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "data" / "small"


def test_columns_have_their_types(small: Dataset) -> None:
    actions = small["actions"]
    assert isinstance(actions.index, pd.RangeIndex)
    assert actions["start_date"].dtype == "datetime64[us]"
    assert actions["participants_min"].dtype == "Int64"
    assert actions["places_complete"].dtype == "boolean"
    assert actions["title"].dtype == "str"
    assert small["places"]["latitude"].dtype == "Float64"
    assert small["sources"]["year"].tolist() == [2019, 2020]
    assert small["action_places"]["venue"].isna().sum() == 7


def test_what_is_not_reported_is_missing_and_not_zero(small: Dataset) -> None:
    action = small["actions"].set_index("action_id").loc["KZ-2019-01"]
    assert pd.isna(action["start_date"]) and pd.isna(action["end_date"])
    assert action["participants_min"] is pd.NA and action["participants_max"] is pd.NA
    assert pd.isna(action["participants_text"])
    assert not small["actions"].set_index("action_id").loc["BY-2019-02", "places_complete"]


def test_rows_keep_the_order_of_the_file(small: Dataset) -> None:
    assert small["actions"]["action_id"].tolist()[:2] == ["BY-2019-01", "BY-2019-02"]
    assert small["action_types"]["action_type"].iloc[-1] == "festival"


def test_version_and_day(package: Path) -> None:
    own = load(package)
    assert own.version == read_schema(ROOT / "data").version
    assert own.updated == dt.date.fromisoformat(own.schema.raw["created"][:10])


def test_a_package_without_a_descriptor_is_not_told_to_be_ours(package: Path, tmp_path: Path) -> None:
    (package / "datapackage.json").unlink()
    folder = package.rename(tmp_path / "Kazakhstan 2020")
    for file in folder.rglob("*.csv"):
        os.utime(file, (0, dt.datetime(2020, 7, 1, tzinfo=dt.UTC).timestamp()))
    ours = read_schema(ROOT / "data")
    files = [folder, zipped(folder, tmp_path / "Kazakhstan 2020.zip"), workbook(tmp_path / "Kazakhstan 2020.xlsx")]
    for path in files:
        own = load(path)
        assert own.title("package") == "Kazakhstan 2020" and own.schema.name == "kazakhstan-2020"
        assert own.version == "0.1.0" and own.schema.licenses == ()
        assert not {"contributors", "campaignDays", "filePrefix", "homepage", "licenses"} & set(own.schema.raw)
        assert ours.sources[0] not in own.schema.sources and ours.sources[1] in own.schema.sources
    assert load(folder).updated == dt.date(2020, 7, 1)
    assert load(files[1]).updated == dt.datetime.now(dt.UTC).date()


def test_another_language_replaces_what_is_translated(small: Dataset) -> None:
    russian = small.in_language("ru")
    actions = russian["actions"].set_index("action_id")
    assert actions.loc["BY-2019-01", "title"] == "Пикет за налоксон в Минске"
    assert actions.loc["BY-2019-03", "title"] == "Flash mob against stigma"  # no translation: English stays
    assert actions.loc["BY-2019-03", "participants_text"] == "более 250 участников"
    assert pd.isna(actions.loc["KZ-2019-01", "participants_text"])
    assert russian["action_places"]["venue"].iloc[0] == "главная площадь"
    assert russian["actions"].dtypes.equals(small["actions"].dtypes)
    assert small["places"]["name"].iloc[0] == "Minsk"


def test_languages_share_one_dataset(small: Dataset) -> None:
    russian = small.in_language("ru")
    assert small.languages == ("en", "ru")
    assert (small.language, russian.language) == ("en", "ru")
    assert small.in_language("ru") is russian and russian.in_language("en") is small
    assert small.in_language("kk")["actions"].equals(small["actions"])


def test_the_dictionary_speaks_both_languages(small: Dataset) -> None:
    russian = small.in_language("ru")
    assert small.title("package") == small.schema.title
    assert russian.title("package") == "Атлас акций ВЕЦА"
    assert (small.title("actions", "summary"), russian.title("actions", "summary")) == (
        "Summary",
        "Краткое описание",
    )
    assert russian.title("actions", "country") == "Country"
    assert (small.title("countries"), russian.title("countries")) == ("Countries", "Страны")
    assert small.description("actions", "end_date").startswith("Last day")
    assert small.category_label("actions", "participants_qualifier", "about") == "about"
    assert russian.category_label("actions", "participants_qualifier", "about") == "около"
    assert russian.title("actions", "participants_qualifier", "exact") == "exactly"
    assert small.category_label("actions", "participants_qualifier", "unheard_of") == "unheard_of"


def test_sources_and_licences_have_their_titles_in_both_languages(shipped: Dataset) -> None:
    russian, places = shipped.in_language("ru"), shipped.schema.sources[1]
    assert shipped.credit("sources", places) == places["title"]
    assert russian.credit("sources", places) == "GeoNames (CC BY 4.0): названия, номера и координаты мест"
    assert russian.credit("sources", {"title": "Not translated"}) == "Not translated"
    assert russian.credit("licenses", {"name": "XX-1.0"}) == "XX-1.0"
    assert "названия, номера и координаты" in " ".join(about.further_sources(russian))
    assert about.licence(russian).startswith("Creative Commons Attribution 4.0 Международная, https://")


def test_what_a_reader_writes_stays_with_the_reader(small: Dataset) -> None:
    mine = small["actions"]
    mine["title"] = "spoilt"
    mine.loc[0, "country"] = "XX"
    assert small["actions"]["title"].iloc[0] == "Picket for naloxone in Minsk"
    assert small["actions"]["country"].iloc[0] == "BY"
    with pytest.raises(TypeError):
        small.tables["actions"] = mine  # type: ignore[index]


def zipped(folder: Path, target: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, f"{inside}{file.relative_to(folder)}")
    return target


def workbook(target: Path) -> Path:
    """The handmade package as a coordinator would keep it: real dates, numbers and truth values."""
    book = openpyxl.Workbook()
    book.active.title = "Read me"
    raw = load(SMALL)
    for name, frame in raw.tables.items():
        sheet = book.create_sheet(name)
        sheet.append(list(frame.columns))
        for row in frame.itertuples(index=False):
            cells = [None if pd.isna(c) else c.to_pydatetime() if isinstance(c, pd.Timestamp) else c for c in row]
            sheet.append(cells)
        for row in sheet.iter_rows():  # a text that begins with = is a text, not a formula
            for cell in row:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.save(target)
    return target


@pytest.mark.parametrize("inside", ["", "package-1.0/"])
def test_a_zip_is_the_same_as_the_folder(package: Path, tmp_path: Path, small: Dataset, inside: str) -> None:
    read = load(zipped(package, tmp_path / "package.zip", inside))
    assert all(read[name].equals(small[name]) for name in small.tables)
    assert read.translations["ru"] == small.translations["ru"]
    assert read.geo == small.geo


def test_tables_of_somebodys_own_are_left_where_they_are(package: Path, small: Dataset) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    notes = {"name": "notes", "path": "notes.csv", "schema": {"fields": [{"name": "note"}]}}
    points = {"name": "points", "path": "points.geojson", "format": "geojson"}
    descriptor["resources"] += [notes, points]
    (package / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    own = load(package)
    assert set(own.tables) == set(small.tables) and set(own.geo) == {"countries", "lakes"}
    described = package_file.descriptor(select(Filters(), own))
    assert not {"notes", "points"} & {resource["name"] for resource in described["resources"]}
    package_file.render(select(Filters(), own), Translator("en"), "/")


def test_a_workbook_is_the_same_as_the_folder(tmp_path: Path, small: Dataset) -> None:
    read = load(workbook(tmp_path / "package.xlsx"))
    for name in small.tables:
        pd.testing.assert_frame_equal(read[name], small[name])
    assert read.languages == ("en",)
    assert read.geo["countries"]["features"]


def test_a_workbook_names_its_sheets(tmp_path: Path) -> None:
    file = workbook(tmp_path / "package.xlsx")
    book = openpyxl.load_workbook(file)
    book["actions"]["G2"] = "26 June"
    del book["slogans"]
    book.save(file)
    with pytest.raises(DataProblems) as raised:
        load(file)
    assert str(raised.value).splitlines() == [
        'sheet actions row 2 (BY-2019-01), start_date: "26 June" is not a date; write YYYY-MM-DD',
        "sheet slogans: missing; the package needs it",
    ]


def test_an_invalid_package_is_not_loaded(spoil) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(DataProblems, match=r"actions.csv row 2 \(BY-2019-01\), title") as raised:
        load(spoil("actions", "BY-2019-01", title=""))
    assert len(raised.value.problems) == 1


def test_the_cache_loads_once_for_all_and_again_after_a_change(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads = []
    monkeypatch.setattr(module, "load", lambda path: loads.append(path) or load(path))
    visitors = [threading.Thread(target=cached, args=(package,)) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    first = cached(package)
    assert len(loads) == 1 and cached(package) is first
    later = (package / "themes.csv").stat().st_mtime + 5
    os.utime(package / "themes.csv", (later, later))
    assert cached(package) is not first
    assert len(loads) == 2


def test_the_cache_finds_out_once_that_a_package_is_not_valid(spoil, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    loads = []
    monkeypatch.setattr(module, "load", lambda path: loads.append(path) or load(path))
    package = spoil("actions", "BY-2019-01", title="")
    for _ in range(3):
        with pytest.raises(DataProblems, match="title: must not be empty"):
            cached(package)
    assert len(loads) == 1
    assert len(cached(spoil("actions", "BY-2019-01", title="Picket"))["actions"]) == 8
    assert len(loads) == 2


def test_the_cache_minds_only_the_files_of_the_package(package: Path) -> None:
    first = cached(package)
    (package / ".git").mkdir()
    for name in (".git/index", ".~lock.actions.csv#", "~$actions.xlsx"):
        (package / name).write_text("x", encoding="utf-8")
    assert cached(package) is first
    (package / "CHANGELOG.md").write_text("x", encoding="utf-8")
    assert cached(package) is not first


def test_a_file_that_vanishes_does_no_harm(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        module.os, "walk", lambda path: [(str(path), [], ["gone.csv", *(f.name for f in path.iterdir())])]
    )
    assert len(cached(package)["actions"]) == 8


def test_the_environment_names_the_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DASHBOARD_DATA", raising=False)
    assert default_path() == ROOT / "data"
    monkeypatch.setenv("DASHBOARD_DATA", str(SMALL))
    assert default_path() == SMALL
    assert len(cached()["actions"]) == 8


def test_command_validate(spoil, package: Path, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    assert main(["validate", str(package)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["validate", str(spoil("actions", "BY-2019-01", title="", summary=""))]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "actions.csv row 2 (BY-2019-01), title: must not be empty",
        "actions.csv row 2 (BY-2019-01), summary: must not be empty",
    ]


def test_command_new_makes_a_valid_empty_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "mine"
    assert main(["new", str(folder)]) == 0
    made = load(folder)
    assert len(made["actions"]) == 0 and made["actions"]["start_date"].dtype == "datetime64[us]"
    assert len(made["themes"]) >= 20
    assert made.title("package") == made.in_language("ru").title("package") == "New action atlas"
    assert made.in_language("ru").title("actions") == "Акции"
    assert made.schema.description and made.schema.licenses == ()
    assert made.in_language("ru")["themes"]["label"].iloc[0] != made["themes"]["label"].iloc[0]
    assert main(["new", str(folder)]) == 1
    assert "is not empty" in capsys.readouterr().out


def test_command_export_says_what_it_does_not_know(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["export", str(SMALL), "--out", str(tmp_path / "out"), "--filter", "theme=nonsense&lang=xx"]) == 1
    out = capsys.readouterr().out
    assert 'theme: "nonsense" is not known' in out and 'lang: "xx"' in out
    assert not (tmp_path / "out").exists()


def test_a_language_that_the_package_lacks_is_taken_everywhere(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The interface speaks it, the texts of the data are in English: on pages, in the API, on the command line."""
    (package / "translations" / "ru.csv").unlink()
    (package / "datapackage.json").unlink()
    assert "ru" not in load(package).languages
    monkeypatch.setenv("DASHBOARD_DATA", str(package))
    sentence = api.view([("theme", "naloxone"), ("lang", "ru")]).selection.filters.describe(
        load(package).in_language("ru"), Translator("ru")
    )
    assert sentence == "тема: Naloxone"
    assert any(sentence in block.value for block in open_page("actions", theme="naloxone", lang="ru").get("html"))
    out = tmp_path / "out"
    assert main(["export", str(package), "--out", str(out), "--filter", "theme=naloxone&lang=ru"]) == 0
    (file,) = out.glob("*_ru.geojson")
    assert json.loads(file.read_text(encoding="utf-8"))["filters"] == sentence


def test_command_export_writes_every_format(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["export", str(SMALL), "--out", str(out), "--filter", "theme=naloxone&lang=ru"]) == 0
    assert len(list(out.iterdir())) == len(exports.FORMATS)
