"""What people type first, in both languages, and what it must find in the shipped data."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.package.dataset import Dataset
from dashboard.query.search import Answer, find

BY = "BY-2019-01 BY-2019-02"
LT = "LT-2019-01 LT-2019-02 LT-2019-03 LT-2019-04 LT-2019-05"
MD = "MD-2019-01 MD-2019-02 MD-2019-03 MD-2019-04 MD-2019-05"
CHISINAU = "MD-2019-02 MD-2019-03 MD-2019-04"
VILNIUS = "LT-2019-01 LT-2019-02"
FLASH_MOBS = "UZ-2019-01 UZ-2019-02 RU-2019-09 KZ-2019-01 KZ-2019-05"
PICKETS = "RU-2019-02 RU-2019-03 MD-2019-01 MD-2019-02 MD-2019-04"
NALOXONE = "RU-2019-04 LT-2019-03 LT-2019-04 LT-2019-05 EE-2019-01 naloxone LT-F04 EE-F01 LT-D10"
WOMEN = "BY-2019-02 UZ-2019-01 RU-2019-02 women_who_use_drugs uz-tashkent-women KZ-D06 KG-D02"
OST = "LT-2019-01 KZ-2019-06 KZ-2019-07 ost_access"
PRISON = "BY-2019-01 RU-2019-01 LT-2019-02 prison_and_sentencing LT-F03 LT-D03"
POLICE = "RU-2019-04 RU-2019-05 md-balti-police health_not_police police_and_fair_trial EE-D02"
STIGMA = "BY-2019-02 UZ-2019-02 RU-2019-01 stigma_and_discrimination KZ-F02 RU-D02"
FINES = "EE-2019-01 UA-2019-01 UA-F02 UA-F03 debts_and_fines UA-D06"
DECRIMINALISATION = "RU-2019-01 decriminalisation"
POLICY = "BY-2019-01 RU-2019-01 drug_policy_reform BY-D01"
OSKEMEN = "KZ-2019-06 ust-kamenogorsk"
ANYTHING = ""

# Query, what it must find, what it must not: ids of any kind.
QUERIES: list[tuple[str, str, str]] = [
    ("заместительная терапия", OST, "naloxone"),
    ("заместительной терапии", OST, "naloxone"),
    ("ОЗТ", f"{OST} BY-2019-02 kz-ost-semey LT-D01", "naloxone"),
    ("OST", f"{OST} kz-ost-semey", "naloxone"),
    ("substitution therapy", OST, "naloxone"),
    ("Белоруссия", f"{BY} minsk your-chance BY-F01 BY-D01", "LT-2019-01 vilnius"),
    ("белорусские", f"{BY} minsk", "LT-2019-01"),
    ("Belarusian", f"{BY} minsk", "LT-2019-01"),
    ("Byelorussia", BY, "LT-2019-01"),
    ("Киргизия", "KG-2019-01 bishkek KG-D01", "KZ-2019-01"),
    ("Кыргызстан", "KG-2019-01 bishkek KG-D01", "KZ-2019-01"),
    ("кыргызских", "KG-2019-01 bishkek", "KZ-2019-01"),
    ("Kyrgyz", "KG-2019-01 bishkek", "KZ-2019-01"),
    ("Молдавия", f"{MD} chisinau balti md-parliament MD-D01", "UA-2019-01"),
    ("Республика Молдова", MD, "BY-2019-01"),
    ("Moldovan", MD, "UA-2019-01"),
    ("литовская", f"{LT} vilnius LT-F01 LT-D01", "EE-2019-01"),
    ("Lietuva", LT, "EE-2019-01"),
    ("казахстанские", "KZ-2019-01 almaty KZ-D01", "KG-2019-01"),
    ("საქართველო", "GE-2019-01 tbilisi", "UA-2019-01"),
    ("митинги", "EE-2019-01", "LT-2019-01"),
    ("Минске", f"{BY} minsk republic-club-minsk", "brest"),
    ("Кишинёва", f"{CHISINAU} chisinau", "MD-2019-01 MD-2019-05 balti"),
    ("Kishinev", f"{CHISINAU} chisinau", "MD-2019-01 MD-2019-05 balti"),
    ("Chisinau", f"{CHISINAU} chisinau", "MD-2019-01 MD-2019-05 balti"),
    ("Вильнюса", f"{VILNIUS} vilnius", "kaunas"),
    ("Ust-Kamenogorsk", OSKEMEN, "semey"),
    ("Ust Kamenogorsk", OSKEMEN, "semey"),
    ("Oskemen", f"{OSKEMEN} kz-ost-ust-kamenogorsk", "semey"),
    ("Усть-Каменогорск", OSKEMEN, "semey"),
    ("усть каменогорске", OSKEMEN, "semey"),
    ("Устькаменогорск", OSKEMEN, "semey"),
    ("Талдыкурган", "taldykorgan", "almaty"),
    ("Питере", "RU-2019-08 st-petersburg", "moscow"),
    ("Киев", "UA-2019-01 kyiv", "moscow"),
    ("флэшмоб", FLASH_MOBS, "RU-2019-02"),
    ("флешмоба", FLASH_MOBS, "RU-2019-02"),
    ("флеш-моб", FLASH_MOBS, "RU-2019-02"),
    ("флэш моб", FLASH_MOBS, "RU-2019-02"),
    ("flashmob", FLASH_MOBS, "RU-2019-02"),
    ("flash mobs", FLASH_MOBS, "RU-2019-02"),
    ("наркополитика", POLICY, "EE-F06"),
    ("пикеты", PICKETS, "EE-2019-01"),
    ("pickets", PICKETS, "EE-2019-01"),
    ("налоксона", NALOXONE, "BY-2019-01 ost_access"),
    ("naloxone", NALOXONE, "BY-2019-01 ost_access"),
    ("women's", WOMEN, "BY-2019-01 naloxone"),
    ("woman", WOMEN, "BY-2019-01 naloxone"),
    ("женщинах", WOMEN, "BY-2019-01 naloxone"),
    ("policies", POLICY, "md-balti-police"),
    ("police", POLICE, "BY-D01 drug_policy_reform idpc"),
    ("полиции", POLICE, "BY-D01 drug_policy_reform idpc"),
    ("тюрьмы", PRISON.replace(" LT-F03", ""), "naloxone"),
    ("тюрем", PRISON.replace(" LT-F03", ""), "naloxone"),
    ("prisons", PRISON, "naloxone"),
    ("штрафов", FINES, "naloxone"),
    ("fine", "UA-F02 UA-F03", "naloxone"),
    ("стигмы", STIGMA, "naloxone"),
    ("декриминализации", DECRIMINALISATION, "naloxone"),
    ("дети", "EE-2019-01 EE-F04", "BY-2019-01"),
    ("children", "EE-2019-01", "BY-2019-01"),
    ("врачи", "EE-2019-01 EE-D02", "BY-2019-01"),
    ("overdoses", "UA-2019-01 overdose_and_nps", "BY-2019-01"),
    ("art", "RU-2019-01 paper-factory-moscow", "BY-2019-02 GE-2019-01 KG-2019-01"),
    ("суд", "RU-2019-02 ru-orsk-court police_and_fair_trial", "EE-2019-01 MD-2019-01"),
    ("минздрав", "UA-F07", "naloxone"),
    ("футбол", "GE-2019-01 tbilisi-football-federation", "BY-2019-01"),
    ("addicted", "EECA-D01 pulse", "vilnius"),
    ("addicts", "EECA-D01 pulse", "vilnius"),
    ("наркоман", "EECA-D01 pulse", "vilnius"),
    ("наркозависимый", "EECA-D01 pulse", "vilnius"),
    ("51000", "UA-F02", "UA-F04 EE-F06"),
    ("51,000", "UA-F02", "UA-F04 EE-F06"),
    ("51 000", "UA-F02", "UA-F04 EE-F06"),
    ("51 тысяча", "UA-F02", "UA-F04 EE-F06"),
    ("51 тыс.", "UA-F02", "UA-F04 EE-F06"),
    ("51 thousand hryvnias", "UA-F02", "UA-F04 EE-F06"),
    ("350,000", "UA-F04", "UA-F02"),
    ("1700", "UA-F03", "UA-F04"),
    ("30 times", "UA-F02", "UA-F03"),
    ("в 30 раз", "UA-F02", "UA-F03"),
    ("thirtyfold", "UA-F02", "UA-F03"),
    ("“Support. Don't Punish”", "RU-2019-02", "EE-F06"),
    ("«flash mob»", "UZ-2019-01", "RU-2019-02"),
    ("KZ-2019-01", "KZ-2019-01", "KZ-2019-02"),
    ("налоксон Литва", "LT-2019-03 LT-F04 LT-D10", "RU-2019-04 EE-F01"),
    ("ministry of health lithuania", "lt-ministry-of-health", "ua-ministry-of-health"),
    # Names that the data gives.
    ("Рыльков", "RU-2019-01 arf", "BY-2019-01"),
    ("ФАР", "RU-2019-01 arf", "BY-2019-01"),
    ("ARF", "RU-2019-01 arf", "BY-2019-01"),
    ("ЛЖВ", ANYTHING, "vilnius"),
    ("ЗПТ", OST, "naloxone"),
    ("ПЗТ", OST, "naloxone"),
    ("ОАТ", OST, "naloxone"),
    ("театр", ANYTHING, "vilnius"),
    ("theatre", ANYTHING, "vilnius"),
    ("концерт", "BY-2019-01", "vilnius"),
    ("concert", "BY-2019-01", "vilnius"),
    ("спорт", "GE-2019-01", "vilnius"),
    ("sport", "GE-2019-01", "vilnius"),
    ("искусство", ANYTHING, "vilnius"),
]


def ids(answer: Answer) -> set[str]:
    return {key for of in answer.ids.values() for key in of}


@pytest.mark.parametrize(("query", "must", "must_not"), QUERIES)
def test_a_query_finds_what_a_person_means(query: str, must: str, must_not: str, shipped: Dataset) -> None:
    found = ids(find(shipped, query))
    assert found
    assert set(must.split()) - found == set()
    assert set(must_not.split()) & found == set()


def test_there_are_many_queries() -> None:
    assert len({query for query, *_ in QUERIES}) >= 80


def test_every_id_of_the_table_is_in_the_data(shipped: Dataset) -> None:
    known = {str(key) for frame in shipped.tables.values() for key in frame.iloc[:, 0].dropna()}
    named = {key for row in QUERIES for part in row[1:] for key in part.split()}
    assert named - known == set()


SAME: list[list[str]] = [
    ["наркополитика", "наркополитики", "наркополитику", "наркополитикой"],
    ["флэшмоб", "флешмоба", "флеш-моб", "флэш-моб", "flashmob", "flash mob"],
    ["51000", "51,000", "51 000", "51\u00a0000", "51\u2009000", "51 тысяча", "51 тыс.", "51 thousand"],
    ["30 times", "30 раз", "в 30 раз", "thirtyfold", "30-fold"],
    ["women", "woman", "women's", "Women’s"],
    ["Кишинёв", "Кишинева", "Kishinev", "Chișinău"],
    ["Усть-Каменогорск", "усть каменогорск", "Ust-Kamenogorsk"],
]


@pytest.mark.parametrize("spellings", SAME)
def test_one_word_has_one_answer(spellings: list[str], shipped: Dataset) -> None:
    answers: list[Any] = [find(shipped, query).ids.get("action", find(shipped, query).ids) for query in spellings]
    assert answers[0]
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize("query", ["метадон", "methadone", "xyzzy"])
def test_what_the_report_does_not_name_finds_nothing(query: str, shipped: Dataset) -> None:
    answer = find(shipped, query)
    assert not answer.ids
    assert not answer.suggestion
    assert [word.written for word in answer.words] == [query]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("налаксон", "налоксон"),
        ("naloxon", ""),  # the beginning of a word is no mistake
        ("nalaxone", "naloxone"),
        ("декриминилизация", "декриминализация"),
        ("Kaliningard", "Kaliningrad"),
        ("Вилнюс", "Вильнюс"),
        ("Tashkent nalaxone", "Tashkent naloxone"),
    ],
)
def test_a_misspelt_word_offers_the_nearest(typed: str, meant: str, shipped: Dataset) -> None:
    answer = find(shipped, typed)
    assert answer.suggestion == meant
    assert bool(answer.ids) == (meant == "")
