"""Ten questions of people who never saw the report, each answered in at most three interactions.

An interaction is one thing that a person does: opens the filters, chooses an option, goes to a page, opens a
record. Each question is asked on a desktop and on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlencode

import pytest
from playwright.sync_api import BrowserContext, Page, TimeoutError, expect

from visitor import open_cold, settle, watch

MOST = 3
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Mobile Safari/537.36",
}


class Person:
    """Somebody with a question, a device, and a count of what they did to get the answer."""

    def __init__(self, page: Page, phone: bool) -> None:
        self.page, self.phone, self.steps = page, phone, 0
        self.filters_open = not phone  # on a phone they stand behind a button

    def opens_filters(self) -> None:
        """Opens the filters where they are folded away."""
        if not self.filters_open:
            self.page.get_by_test_id("stExpandSidebarButton").click()
            self.page.wait_for_timeout(800)  # they slide in
            self.filters_open = True
            self.steps += 1

    def closes_filters(self) -> None:
        """On a phone they cover the page."""
        if self.phone and self.filters_open:
            self.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
            self.filters_open = False
            self.steps += 1

    def chooses(self, box: str, option: str, within: str = "stMain") -> None:
        """Chooses in a list of the page itself, or of the filters (`stSidebar`)."""
        field = self.page.get_by_test_id(within).get_by_role("combobox", name=box, exact=True)
        if self.phone:
            field.tap()
        else:
            field.click()
        if field.is_editable():  # on a phone a short list has no keyboard
            field.type(option[:14])
        self.page.get_by_role("option", name=option).first.click()
        self.steps += 1

    def searches(self, words: str) -> None:
        field = self.page.get_by_label("Search in all texts").locator("visible=true").first
        field.fill(words)
        field.press("Enter")
        self.steps += 1

    def opens_found(self, name: str) -> None:
        """Presses one of a search's answers."""
        self.page.locator(".st-key-found").get_by_role("button", name=name, exact=True).click()
        self.steps += 1

    def unfolds(self, label: str, within: str = "body") -> None:
        expander = self.page.locator(within).get_by_test_id("stExpander").filter(has_text=label)
        expander.locator("summary").click()
        self.steps += 1

    def unfolds_more_about(self, name: str) -> None:
        """On a phone all of it stands in the sheet that opened."""
        if not self.phone:
            self.unfolds(f"More about {name}")

    def reads(self, *words: str) -> None:
        """Every one of these stands on the page, and did not cost more than three interactions."""
        for text in words:
            expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=20_000)
        assert self.steps <= MOST


@pytest.fixture(params=["desktop", "phone"])
def person(request: pytest.FixtureRequest, new_context: Callable[..., BrowserContext], server: str) -> Person:
    phone = request.param == "phone"
    page = new_context(**(PHONE if phone else DESKTOP)).new_page()
    problems = watch(page, server)
    open_cold(page, server + "/?lang=en")
    yield Person(page, phone)
    assert problems == []


def test_where_was_naloxone_raised_by_whom_and_how(person: Person) -> None:
    person.searches("naloxone")
    person.opens_found("Naloxone")  # the theme
    person.reads("On what ground, in how many actions", "LUNEST", "RIGRA", "Kaliningrad")


def test_which_actions_reached_a_ministry_or_a_parliament(person: Person) -> None:
    person.searches("parliament")
    person.opens_found("Parliament of the Republic of Moldova")
    person.reads("institution addressed", "Action at Moldova’s Parliament")


def test_who_works_with_women_who_use_drugs_and_where(person: Person) -> None:
    person.searches("women who use drugs")
    person.opens_found("Women who use drugs")
    person.reads("Who acted, and to whom it was addressed", "Organisers", "Tashkent", "Bishkek")


def test_how_many_people_took_part_and_how_sure_is_that(person: Person) -> None:
    whole = "sum of the lower readings of the 3 of 39 accounts that give a figure"
    person.reads("520 or more", "3 of 39 accounts give a figure" if person.phone else whole)


def test_what_was_asked_of_the_ministry_of_health_of_lithuania(person: Person) -> None:
    person.searches("ministry of health lithuania")
    person.opens_found("Ministry of Health of Lithuania")
    person.reads("What was asked, and of whom", "naloxone")


def test_which_organisations_acted_together_in_belarus(person: Person) -> None:
    person.chooses("City or country", "Belarus")
    person.unfolds_more_about("Belarus")
    person.reads("Who acted, and to whom it was addressed", "Your Chance", "People PLUS")


def test_what_came_of_the_actions_in_kaliningrad(person: Person) -> None:
    person.chooses("City or country", "Russia: Kaliningrad")
    person.unfolds_more_about("Kaliningrad")
    person.reads("What came of it", "naloxone")


def test_what_happened_before_26_june(person: Person) -> None:
    person.opens_filters()
    person.chooses("To", "25 June 2019", within="stSidebar")
    person.closes_filters()
    person.reads("3 of 39 actions", "Outreach on the eve of the day, Kaliningrad")


def test_in_which_cities_was_ost_demanded(person: Person) -> None:
    person.searches("Access to opioid substitution therapy")
    person.opens_found("Access to opioid substitution therapy")
    person.reads("demand:", "Vilnius", "Semey")


def test_what_does_the_report_not_tell_about_kazakhstan(person: Person) -> None:
    person.chooses("City or country", "Kazakhstan")
    person.unfolds_more_about("Kazakhstan")
    person.reads("Not reported, in how many actions", "number of participants: 11")


def click_map(page: Page, east: int = 0) -> None:
    """Clicks the middle of the map once it is drawn, or so many pixels east of it."""
    page.wait_for_selector("canvas")
    page.wait_for_timeout(3000)
    box = page.get_by_test_id("stDeckGlJsonChart").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2 + east, box["y"] + box["height"] / 2)


def test_a_link_opened_cold_shows_the_same_view(
    page: Page, server: str, new_context: Callable[..., BrowserContext]
) -> None:
    open_cold(page, server + "/actions?theme=naloxone&country=LT&lang=en")
    expect(page.locator(".result")).to_have_text("3 of 39 actions")
    page.get_by_role("link", name="Charts", exact=True).first.click()
    page.wait_for_url("**/charts?theme=naloxone&country=LT&lang=en")
    other = new_context().new_page()
    open_cold(other, page.url)
    expect(other.locator(".result")).to_have_text("3 of 39 actions")


def test_an_opened_part_of_the_charts_is_in_the_link(page: Page, server: str) -> None:
    open_cold(page, server + "/charts?country=KZ&lang=en")
    page.get_by_role("tab", name="Time").click()
    page.wait_for_url("**/charts?country=KZ&tab=time&lang=en")
    expect(page.locator(".st-key-chart_days table")).to_be_visible()
    page.locator(".st-key-chart_days").get_by_test_id("stExpander").locator("summary").click()
    expect(page.get_by_text("Month of photo sessions in the regions of Kazakhstan").first).to_be_visible()
    page.get_by_role("link", name="Demands", exact=True).first.click()
    page.wait_for_url("**/demands?country=KZ&lang=en")


def test_a_change_of_language_keeps_the_view(page: Page, server: str) -> None:
    open_cold(page, server + "/charts?theme=naloxone&lang=en")
    page.get_by_role("link", name="Русский").click()
    page.wait_for_url("**/charts?theme=naloxone&lang=ru")
    expect(page.locator(".result")).to_have_text("5 из 39 акций")
    assert page.evaluate("document.documentElement.lang") == "ru"


def test_closing_a_record_takes_it_out_of_the_link(page: Page, server: str) -> None:
    open_cold(page, server + "/actions?record=action:BY-2019-01&lang=en")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("RE:PUBLIC")
    page.keyboard.press("Escape")
    page.wait_for_url("**/actions?lang=en")
    expect(dialog).to_have_count(0)


def test_what_is_downloaded_is_what_is_in_view(page: Page, server: str) -> None:
    open_cold(page, server + "/actions?country=MD&lang=ru")
    with page.expect_download() as started:
        page.get_by_role("button", name="Скачать 5 акций в CSV").click()
    path = started.value.path()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text(encoding="utf-8-sig").count("MD-2019-") >= 5
    assert started.value.suggested_filename == "eeca-actions_MD_2019_ru.csv"


def test_a_click_on_a_country_or_a_bar_opens_its_record(page: Page, server: str) -> None:
    open_cold(page, server + "/?country=GE&lang=en")
    click_map(page, east=-60)  # west of the city, in Georgia
    page.wait_for_url(re.compile(r"record=country(:|%3A)GE"), timeout=20_000)
    expect(page.get_by_test_id("stMain").get_by_role("heading", name="Georgia", exact=True)).to_be_visible()

    open_cold(page, server + "/charts?lang=en")
    bar = page.locator(".st-key-chart_countries .point").first.bounding_box()
    assert bar is not None
    page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
    page.wait_for_url(re.compile(r"record=country(:|%3A)KZ"), timeout=20_000)
    expect(page.get_by_role("dialog")).to_contain_text("Kazakhstan")


@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_a_name_in_the_directory_opens_its_record_by_one_tap_or_key_and_again(
    new_context: Callable[..., BrowserContext], server: str, device: str
) -> None:
    page = new_context(**(PHONE if device == "phone" else DESKTOP)).new_page()
    problems = watch(page, server)
    open_cold(page, server + "/organisations?lang=en")
    name = page.locator(".directory").get_by_role("link", name="Legalize Belarus")
    for _ in range(2):
        if device == "phone":
            name.tap()
        else:
            name.focus()
            page.keyboard.press("Enter")
        page.wait_for_url(re.compile("record=organisation(:|%3A)legalize-belarus"), timeout=20_000)
        expect(page.get_by_role("dialog")).to_contain_text("Music festival for a humane drug policy")
        settle(page)
        page.keyboard.press("Escape")
        page.wait_for_url("**/organisations?lang=en", timeout=20_000)
        expect(page.get_by_role("dialog")).to_have_count(0)
        settle(page)
    assert problems == []


def test_records_lead_to_one_another_and_hand_over_quotes(
    new_context: Callable[..., BrowserContext], server: str
) -> None:
    context = new_context(**DESKTOP, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    problems = watch(page, server)
    open_cold(page, server + "/organisations?record=action:LT-2019-01&lang=en")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Copy with its source").first.click()
    expect(dialog.get_by_text("Copied")).to_be_visible()
    assert "Take on more OST patients" in page.evaluate("navigator.clipboard.readText()")
    dialog.get_by_role("button", name="Share").click()
    expect(dialog.get_by_text("Link copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == server + "/organisations?record=action%3ALT-2019-01"
    dialog.get_by_role("link", name="Vilnius", exact=True).click()
    page.wait_for_url(re.compile("record=place(:|%3A)vilnius"), timeout=20_000)
    expect(dialog.get_by_role("heading", name="Vilnius")).to_be_visible()
    expect(dialog.get_by_role("button", name=re.compile("Back to Letters to Vilnius"))).to_be_visible()
    dialog.get_by_role("link", name="Drug policy reform").scroll_into_view_if_needed()
    dialog.get_by_role("link", name="Drug policy reform").click()
    page.wait_for_url(re.compile("record=theme"), timeout=20_000)
    settle(page)
    expect(dialog.get_by_text("On what ground, in how many actions")).to_be_in_viewport()  # it starts at its top
    dialog.get_by_role("button", name="Back to Vilnius").click()
    page.wait_for_url(re.compile("record=place"), timeout=20_000)
    settle(page)
    dialog.get_by_role("link", name=re.compile("Show only its")).click()
    page.wait_for_url("**/organisations?place=vilnius&lang=en", timeout=20_000)
    expect(dialog).to_have_count(0)
    assert problems == []


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_an_action_opens_from_anywhere_in_its_row_and_by_the_keyboard(
    phone: bool, new_context: Callable[..., BrowserContext], server: str
) -> None:
    page = new_context(**(PHONE if phone else DESKTOP)).new_page()
    problems = watch(page, server)
    open_cold(page, server + "/actions?country=EE&lang=en")
    row = page.locator(".actions tbody tr").first
    box = row.bounding_box()
    assert box is not None and box["height"] < (200 if phone else 90)
    assert row.evaluate("row => row.scrollWidth <= row.clientWidth + 1")
    if phone:
        page.touchscreen.tap(box["x"] + box["width"] - 12, box["y"] + box["height"] - 12)
    else:
        page.mouse.click(box["x"] + box["width"] - 12, box["y"] + box["height"] - 12)
    page.wait_for_url(re.compile("record=action"), timeout=20_000)
    expect(page.get_by_role("dialog")).to_be_visible()
    settle(page)
    page.keyboard.press("Escape")
    page.wait_for_url("**/actions?country=EE&lang=en", timeout=20_000)
    settle(page)
    row.get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("record=action"), timeout=20_000)
    assert problems == []


def test_a_heading_sorts_the_actions_and_a_question_narrows_them(watched_page: Page, server: str) -> None:
    page = watched_page
    open_cold(page, server + "/actions?lang=en")
    page.get_by_role("link", name="Organisers").click()
    page.wait_for_url("**/actions?sort=organisers&lang=en", timeout=20_000)
    expect(page.get_by_role("columnheader", name="Organisers")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("link", name="No date").click()
    page.wait_for_url("**/actions?undated=1&sort=organisers&lang=en", timeout=20_000)
    expect(page.locator(".actions tbody tr")).to_have_count(9)


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_sentence_of_demands_is_filled_in_and_answered(
    phone: bool, new_context: Callable[..., BrowserContext], server: str
) -> None:
    page = new_context(**(PHONE if phone else DESKTOP), permissions=["clipboard-read", "clipboard-write"]).new_page()
    problems = watch(page, server)
    open_cold(page, server + "/demands?lang=en")
    for name, label in (
        ("Institution", re.compile("^Ministry of Health of Lithuania")),
        ("Theme", re.compile("^Naloxone")),
        ("Country", re.compile("^Lithuania")),
    ):
        field = page.locator(".sentence").get_by_role("combobox", name=name, exact=True)
        words = next(text for text in field.locator("option").all_inner_texts() if label.match(text))
        field.select_option(label=words)
        expect(field.locator("option:checked")).to_have_text(label, timeout=20_000)
        settle(page)
        expect(field).to_be_focused()
    page.wait_for_url("**/demands?theme=naloxone&country=LT&asked_of=lt-ministry-of-health&lang=en", timeout=20_000)
    expect(page.locator(".asked li")).to_have_count(2)
    page.locator(".asked .quote").first.click()
    expect(page.get_by_text("Copied", exact=True)).to_be_visible()
    assert "→ Ministry of Health of Lithuania" in page.evaluate("navigator.clipboard.readText()")
    page.go_back()
    page.wait_for_url("**/demands?theme=naloxone&asked_of=lt-ministry-of-health&lang=en", timeout=20_000)
    assert problems == []


def test_a_cell_of_the_matrix_fills_the_sentence_in_and_leads_to_it(watched_page: Page, server: str) -> None:
    page = watched_page
    page.set_viewport_size({"width": 1366, "height": 768})
    open_cold(page, server + "/demands?lang=en")
    page.get_by_text("Which themes were put to which institutions").click()
    page.locator(".asked-matrix td.some a").last.click()
    page.wait_for_url(re.compile(r"/demands\?theme=[a-z_]+&asked_of="), timeout=20_000)
    settle(page)
    expect(page.locator(".sentence")).to_be_in_viewport()
    expect(page.locator(".asked li").first).to_be_in_viewport()


def test_a_bar_opens_its_record_again_once_it_is_closed(watched_page: Page, server: str) -> None:
    page = watched_page
    open_cold(page, server + "/charts?lang=en")
    for _ in range(3):
        first = page.locator(".st-key-chart_countries .point").first
        first.wait_for()
        page.wait_for_timeout(500)
        bar = first.bounding_box()
        assert bar is not None
        page.mouse.click(bar["x"] + bar["width"] / 2, bar["y"] + bar["height"] / 2)
        page.wait_for_url(re.compile(r"record=country(:|%3A)KZ"), timeout=20_000)
        expect(page.get_by_role("dialog")).to_be_visible()
        settle(page)
        page.keyboard.press("Escape")
        page.wait_for_url("**/charts?lang=en", timeout=20_000)
        settle(page)


def test_a_change_of_page_closes_the_record(watched_page: Page, server: str) -> None:
    page = watched_page
    open_cold(page, server + "/?country=LT&record=place:kaunas&lang=en")
    expect(page.get_by_test_id("stMain").get_by_role("heading", name="Kaunas", exact=True)).to_be_visible()
    page.get_by_role("link", name="Charts", exact=True).first.click()
    page.wait_for_url("**/charts?country=LT&lang=en", timeout=20_000)
    settle(page)
    expect(page.locator(".st-key-chart_countries .js-plotly-plot")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    open_cold(page, server + "/charts?country=LT&record=place:kaunas&lang=en")
    expect(page.get_by_role("dialog")).to_contain_text("Kaunas")


def test_words_of_a_link_make_no_link_and_no_picture(watched_page: Page, server: str) -> None:
    page = watched_page
    words = (
        "[in](https://evil.example/in) ![x](https://evil.example/a.png) $a$ *b* :smile: https://evil.example www.a.org"
    )
    open_cold(page, f"{server}/actions?{urlencode({'theme': words[:80], 'q': words, 'lang': 'en'})}")
    for text in (page.get_by_test_id("stAlert"), page.get_by_text("You asked for"), page.locator(".st-key-found")):
        shown = text.inner_text().replace("\u2060", "")
        assert words[:80] in shown
        assert not text.locator("a, img, em, .katex").count()


def test_a_section_of_the_data_page_has_its_link(page: Page, server: str) -> None:
    open_cold(page, server + "/data?lang=en")
    page.get_by_role("tab", name="Cite").click()
    page.wait_for_url("**/data?tab=cite&lang=en", timeout=20_000)
    open_cold(page, page.url)
    expect(page.get_by_role("heading", name="How to cite this view")).to_be_visible()


def test_a_click_on_the_map_is_forgotten_once_something_else_is_open(page: Page, server: str) -> None:
    open_cold(page, server + "/?country=GE&lang=en")
    click_map(page)
    page.wait_for_url(re.compile("tbilisi"), timeout=20_000)
    settle(page)
    field = page.get_by_role("combobox", name="City or country", exact=True)
    field.click()
    page.get_by_role("option", name="All places in view").click()
    page.wait_for_url("**/?country=GE&lang=en", timeout=20_000)
    settle(page)
    page.get_by_text("More filters").click()
    page.get_by_text("Only with a participant figure").click()
    page.wait_for_url("**/?country=GE&counted=1&lang=en", timeout=20_000)
    page.locator(".st-key-chips").get_by_role("button", name="Clear all").click()
    page.wait_for_url("**/?lang=en", timeout=20_000)


def test_two_filters_in_quick_succession_are_both_kept(page: Page, server: str) -> None:
    open_cold(page, server + "/demands?lang=en")
    page.get_by_text("More filters").click()
    page.get_by_text("Only with a participant figure").click()
    field = page.get_by_label("Search in all texts").locator("visible=true").first
    field.fill("women")
    field.press("Enter")
    page.wait_for_url("**/demands?counted=1&q=women&lang=en", timeout=20_000)


def test_the_keyboard_reaches_a_city_and_its_actions(page: Page, server: str) -> None:
    open_cold(page, server + "/?lang=en")
    page.get_by_role("combobox", name="City or country", exact=True).focus()
    page.keyboard.type("Tallinn")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"record=place(:|%3A)tallinn"), timeout=20_000)
    expect(page.get_by_role("heading", name="Tallinn")).to_be_visible()
    title = page.locator(".st-key-stories").get_by_role("link", name=re.compile("Rally in Tammsaare Park"))
    for _ in range(12):
        if title.evaluate("button => button === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"record=action(:|%3A)EE"), timeout=20_000)
    expect(page.get_by_role("dialog")).to_contain_text("What the report does not say")


def test_a_click_on_the_map_opens_the_city(page: Page, server: str) -> None:
    open_cold(page, server + "/?country=GE&lang=en")
    for _ in range(3):  # while a busy machine draws the map anew, it hears no click
        click_map(page)  # the only city is in the middle
        with suppress(TimeoutError):
            page.wait_for_url(re.compile(r"record=place(:|%3A)tbilisi"), timeout=8_000)
            break
    expect(page.get_by_role("heading", name="Tbilisi")).to_be_visible()
