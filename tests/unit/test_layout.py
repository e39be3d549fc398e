"""Parts of the grammar that whole bulletins do not show: units, slots of dates, years, fits of pages."""

from __future__ import annotations

from datetime import date

import pytest

from feedsvc.core.blocks import MOST_BLOCKS, split_lines, text_blocks
from feedsvc.core.dates import DateReading, Order, days_in_numbers, settled, slot_of
from feedsvc.core.diagnose import of_rest
from feedsvc.core.draft import Draft, Fit
from feedsvc.core.furniture import ends_bulletin, glued_at, kind_of, without_read_more
from feedsvc.core.layout import fit
from feedsvc.core.layout.document import document_of
from feedsvc.core.layout.headlines import headlines_below
from feedsvc.core.layout.judging import judge
from feedsvc.core.layout.units import units_of
from feedsvc.model import Block

TODAY = date(2020, 7, 15)


@pytest.mark.parametrize(
    ("line", "form", "day", "rest"),
    [
        ("Posted on Tue. 14 July 2020", "alone", 14, ""),
        ("By Ana Pérez | 13 July 2020", "alone", 13, ""),
        ("13 July 2020 • 3 min read", "alone", 13, ""),
        ("Published 13 July 2020 | Updated 14 July 2020", "alone", 13, ""),
        ("Publicado el lunes, 13 de julio de 2020 a las 10:30", "alone", 13, ""),
        ("segunda-feira, 13 de julho de 2020 às 10h30", "alone", 13, ""),
        ("13 July 2020 – Twelve towns open", "opens", 13, "Twelve towns open"),
        ("Twelve towns open (13 July 2020)", "closes", 13, "Twelve towns open"),
        ("Twelve towns (of 14) open, 13/07/2020", "closes", 13, "Twelve towns (of 14) open"),
        ("Twelve towns open. 13 July 2020", "closes", 13, "Twelve towns open"),
        ("Honduras - 13 July 2020 - Twelve towns open", "opens", 13, "Twelve towns open"),
        ("July 13, 2020No Comments", "alone", 13, ""),
        ("Byadmin July 13, 2020July 14, 2020", "alone", 13, ""),
        ("13th July, 202014th July, 2020", "alone", 13, ""),
        ("July 13, 2020/in Harbour, Old Town, press /by Ana", "alone", 13, ""),
        ("Harbour newsjuly 13, 2020", "closes", 13, "Harbour news"),
        ("This entry was posted in Harbour on July 13, 2020 by ana. Bookmark the permalink.", "alone", 13, ""),
        ("Publicado por J. Ruiz el 13 de julio de 2020", "alone", 13, ""),
        ("13 July 2020 · Leave a reply on Harbour", "alone", 13, ""),
        ("HarbourJul 13, 2020Jo Lind", "inside", 13, "HarbourJul 13, 2020Jo Lind"),
        ("NewsJuly 13, 2020 2Likes", "closes", 13, "News"),
        ("Workshop held on 13 July 2020", "inside", 13, "Workshop held on 13 July 2020"),
        ("Statement of 13 July 2020 on the ferry", "inside", 13, "Statement of 13 July 2020 on the ferry"),
    ],
)
def test_slots(line: str, form: str, day: int, rest: str) -> None:
    """A line with a date says what it is beside the date, and the words without marks around them."""
    slot = slot_of(line)
    assert slot is not None
    assert (slot.form, slot.reading.day, line[slot.start : slot.end]) == (form, date(2020, 7, day), rest)


@pytest.mark.parametrize(
    "line",
    [
        "15 June 2020 was the last day to hand in papers",
        "On 9 July 2020, the municipality opened an app",
        "Opening hours: 9:00 - 17:00",
        "Office address: 12 Main Street",
        "Call 2220-1100",
        "Newsroomaugust 8, 2026 Harbour opens its archive",
        "word " * 50 + "13 July 2020",
        "Date: Mon, 13 July 2020 " + "(" * 230,
    ],
)
def test_no_slots(line: str) -> None:
    """Prose, times and telephones have no place for a date, and long lines are not looked at."""
    assert slot_of(line) is None


@pytest.mark.parametrize(
    "line",
    ["2 days ago", "hace 3 días", "il y a 2 jours", "há 2 dias", "hier", "yesterday", "last week", "l'année dernière"],
)
def test_relative_words_are_slots_without_a_day(line: str) -> None:
    """How long ago something was is no date, but shows where one would stand."""
    slot = slot_of(line)
    assert slot is not None
    assert slot.reading == DateReading(None)


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("2 days ago Night market opens on the pier", "Night market opens on the pier"),
        ("Hace 3 días – Abre el mercado", "Abre el mercado"),
    ],
)
def test_relative_words_may_open_a_headline(line: str, rest: str) -> None:
    """What stands behind them is what the line says."""
    slot = slot_of(line)
    assert slot is not None
    assert (slot.form, line[slot.start : slot.end]) == ("opens", rest)


@pytest.mark.parametrize("line", ["Today Show is back", "3 days ago in the harbour", "Mayo (4)", "May 2014 (4)"])
def test_words_that_open_no_headline(line: str) -> None:
    """A name is no day, a sentence goes on, and a month may be counted."""
    slot = slot_of(line)
    assert slot is None or slot.form == "inside"


def test_a_missing_year_is_the_nearest_past() -> None:
    """29 February waits for a leap year; a reading with a day stays as it is."""
    slot = slot_of("29 February")
    assert slot is not None
    assert slot.reading.within(TODAY).day == date(2020, 2, 29)
    assert slot.reading.within(date(2020, 1, 1)).day == date(2016, 2, 29)
    assert DateReading(TODAY).within(date(2000, 1, 1)).day == TODAY


@pytest.mark.parametrize("line", ["31 November", "12-10 July 2020", "13 or 14 July", "13-14 July 0012"])
def test_what_is_no_range_and_no_day(line: str) -> None:
    """Days that the calendar lacks, or that run backwards, are no date line by themselves."""
    slot = slot_of(line)
    assert slot is None or slot.form != "alone" or "layout_uncertain" in slot.reading.problems


@pytest.mark.parametrize(
    ("line", "order", "day", "problems"),
    [
        ("03/07/2020", "dmy", date(2020, 7, 3), ()),
        ("03/07/2020", "mdy", date(2020, 3, 7), ()),
        ("03/07/2020 - 05/06/2020", "mdy", date(2020, 3, 7), ("date_range",)),
    ],
)
def test_the_order_of_a_document_settles_a_slot(line: str, order: Order, day: date, problems: tuple[str, ...]) -> None:
    """Day and month change places, and two days may be a range in one order only."""
    slot = slot_of(line)
    assert slot is not None
    found = settled(line, slot, order)
    assert found is not None
    assert (found.reading.day, found.reading.problems) == (day, problems)


def test_a_field_that_says_only_read_more_is_no_text() -> None:
    """What a labelled field says is judged without its label."""
    lines = [line for n in (1, 2, 3) for line in (f"Title: Item number {n}", f"1{n} July 2020", "Summary: Read more")]
    found = fit([Block(line, n, 1, gap=n % 3 == 1) for n, line in enumerate(lines, start=1)], TODAY)
    assert [(draft.title.text, draft.paragraphs) for draft in found.drafts] == [
        (f"Item number {n}", ()) for n in (1, 2, 3)
    ]


def test_wrapped_lines_stop_where_a_line_stands_by_itself() -> None:
    """A date, a rule, an address or an indented line is never joined to the line above."""
    width = "these words are as long as every other full line of this text is"
    blocks = [
        *(Block(width, n, 1) for n in (1, 2, 3)),
        Block("13 July 2020 is no more than a date in a sentence that goes on here", 4, 1),
        Block("=" * 66, 5, 1),
        Block("<https://x.org/a>", 6, 1, link="https://x.org/a"),
        Block("Another paragraph opens here with its first line set in a bit", 7, 5),
        Block(width, 8, 1),
        Block("13 July 2020", 9, 1),
    ]
    assert [len(unit.parts) for unit in units_of(blocks)] == [4, 1, 1, 2, 1]


def test_read_more_and_the_next_headline() -> None:
    """What is glued is parted; a headline alone is not."""
    assert glued_at("Leer más >>Abren un albergue") == len("Leer más >>")
    assert glued_at("Leer más") == 0
    assert glued_at("x" * 1000) == 0
    assert without_read_more("The text. Read more »") == "The text."
    assert without_read_more("The text of more.") == "The text of more."
    assert without_read_more("İ said. Read more »") == "İ said. Read more »"
    assert glued_at("İ more >> Next") == 0


def test_prices_are_no_days() -> None:
    """Numbers of which no order makes days and months are none."""
    assert days_in_numbers(("12.50", "13.40", "9.75"), None) == {}


def test_kinds() -> None:
    """Furniture is known by its words; a combining mark alone is nothing."""
    assert kind_of("Horario: lunes a viernes de 8:00 a 16:00") == "contact"
    assert kind_of("Plaza Mayor, abierto 9:00 y 17:00 martes") == "contact"
    assert kind_of("Mairie, 4 rue des Écoles – ouverte du lundi au vendredi, 9h-12h.") == "contact"
    assert kind_of("Oficina: calle Mayor, 3. Horario de 9 a 14 h.") == "contact"
    assert kind_of("The square was paved. Open again since 3 May.") is None
    assert kind_of("Avenida del Puerto, 1500 - Centro") == kind_of("14 bis, rue des Écoles") == "contact"
    assert kind_of("30 houses on Mill Road burn") is kind_of("Rua nova, casas novas") is None
    assert kind_of("Firmado: la secretaria") == kind_of("Peñas Altas, a 3 de mayo de 2016") == "footer"
    assert kind_of("Note to editors: briefing on the ferries") is None
    assert kind_of("Notes to editors") == "footer"
    assert kind_of("Weather alert translated into Kriol") is None
    assert kind_of("12 views0 commentsWrite a comment") == kind_of("Ajouter un commentaire") == "label"
    assert kind_of("No comment from the mayor") is None
    assert kind_of("+ info") == kind_of("Lee más sobre los muelles") == "read more"
    assert kind_of("Agenda à venir") == kind_of("Mais comentados") == "sidebar"
    assert kind_of("Postado por Profa. Lia às 20:12 Nenhum comentário:") == "label"
    assert kind_of("\u0300\u0300\u0300\u0300") is None
    assert ends_bulletin("copyright")
    assert not ends_bulletin("label")


def test_headings_and_emphasis_of_pages() -> None:
    """What the markup says of a block outweighs its words."""
    blocks = [
        block
        for n in range(3)
        for block in (
            Block("Kits handed out at the crossing.", 3 * n + 1, 1, heading=3),
            Block(f"{13 - n} July 2020", 3 * n + 2, 1),
            Block("A text that has no mark at its end", 3 * n + 3, 1),
        )
    ]
    found = fit(blocks, TODAY)
    assert [draft.title.text for draft in found.drafts] == ["Kits handed out at the crossing."] * 3
    assert fit([], TODAY).drafts == ()


def test_blocks_of_a_draft_without_parts() -> None:
    """A draft that names no parts consists of its date, title and paragraphs, in their order."""
    day, title, text = Block("13 July 2020", 2, 1), Block("Title", 1, 1), Block("Text.", 3, 1)
    own = Draft(day, DateReading(TODAY), title, (text,))
    assert own.blocks == (title, day, text)
    assert Draft(day, DateReading(TODAY), title, (text,), manner="inherited").blocks == (title, text)


def test_lines_beyond_the_limit_are_told() -> None:
    """One diagnostic covers all lines that were not looked at."""
    blocks = [Block("a", n + 1, 1) for n in range(MOST_BLOCKS)]
    (told,) = of_rest(blocks, ["a"] * (MOST_BLOCKS + 7))
    assert (told.code, told.line, told.last_line) == ("skipped_lines", MOST_BLOCKS + 1, MOST_BLOCKS + 7)
    assert list(of_rest(blocks[:5], ["a"] * 9)) == []


def test_a_long_bulletin_is_sampled_where_its_dates_are() -> None:
    """The layout is that of the stretch with dates, wherever it stands."""
    lines = [f"Some words of no meaning, number {n}" for n in range(2000)]
    items = [line for n in range(40) for line in (f"{n % 28 + 1} July 2020", f"A headline of story {n}", "Its text.")]
    for texts in ([*lines, *items], [*items, *lines[:900]]):
        blocks = [Block(text, n, 1, gap=1) for n, text in enumerate(texts, start=1)]
        assert len(fit(blocks, TODAY).drafts) >= 40


@pytest.mark.parametrize("items", [20, 900])
def test_a_date_above_all_items_is_named_however_long_the_bulletin(items: int) -> None:
    """A date line that no headline follows is told as such, though the layout of the others knows no date lines."""
    ships = (f"Ship {n} leaves the port | {n % 28 + 1} June 2020" for n in range(items))
    lines = ["Board of the port", "15 July 2020", "14 July 2020", *ships]
    fitted = fit([Block(text, n, 1, gap=n < 5) for n, text in enumerate(lines, start=1)], TODAY)
    assert (fitted.layout, len(fitted.drafts)) == ("title with date, text", items)
    assert {block.text: reason.text for block, reason in fitted.skipped.items()}["15 July 2020"] == (
        "a date line without a headline"
    )


def _fitted(text: str) -> Fit:
    """What the grammar makes of a text."""
    return fit(text_blocks(text), TODAY, split_lines(text))


def test_a_kind_of_news_beside_the_date_is_no_headline() -> None:
    """A date line may say that it is a press release, too."""
    items = (
        f"Port number {n} opens its gates\nPress release | 1{n} July 2020\nIt is open to all.\n" for n in (3, 2, 1)
    )
    assert [(draft.title.text, draft.reading.day) for draft in _fitted("\n".join(items)).drafts] == [
        (f"Port number {n} opens its gates", date(2020, 7, 10 + n)) for n in (3, 2, 1)
    ]


def test_an_address_in_a_field_is_no_text() -> None:
    """A field that is labelled as the link is none of the paragraphs, though no address can be read in it."""
    items = (f"Title: Port {n} opens\nDate: 1{n} July 2020\nText: It is open.\nLink: see above\n" for n in (3, 2, 1))
    assert [[text.text for text in draft.paragraphs] for draft in _fitted("\n".join(items)).drafts] == [
        ["It is open."],
        ["It is open."],
        ["It is open."],
    ]


def test_a_table_of_figures_has_no_items() -> None:
    """Where no column has words there are no headlines."""
    rows = "\n".join(f"1{n} July 2020\t{n}.5\t{n + 3}" for n in range(6))
    assert _fitted(rows).layout != "table"


def test_lone_marks_head_no_list() -> None:
    """A line of which nothing is left without its accents is no heading, and no reason to stop."""
    units = units_of([Block(text, line, 1) for line, text in enumerate(("¯", "´ ¨", "Harbour"), start=1)])
    document = document_of(units)
    assert headlines_below([judge(units, index, document) for index in range(len(units))]) == ()
