"""Sheets of a workbook: typed cells under frozen headings, and charts that a spreadsheet draws by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from web.languages import Language, say

LEVEL_COLOURS = ("#2166ac", "#92c5de", "#e6e1d3", "#f4a582", "#b2182b")
"""Best level first: blue to red, which colour-blind eyes keep apart."""
GRID = {"visible": True, "line": {"color": "#dddddd"}}
CHARTED = 24
"""More names than these cannot be read under one chart."""
LINE_HEIGHT = 15
PAPER_WIDTH = 150
"""Characters that are still read on an A4 sheet across; what is wider goes on several, side by side."""


class Kind(Enum):
    """What the cells of a column hold, with the number format and the width of the column."""

    TEXT = ("@", 18)
    LONG = ("@", 48)
    COUNT = ("#,##0", 11)
    SHARE = ("0.0%", 11)
    SCORE = ("0.00", 11)
    SECONDS = ("#,##0", 13)
    DAY = ("yyyy-mm-dd", 13)
    MOMENT = ("yyyy-mm-dd hh:mm", 18)

    @property
    def written(self) -> str:
        return self.value[0]

    @property
    def width(self) -> int:
        return self.value[1]

    @property
    def words(self) -> bool:
        """Read from the left, a little apart from the figure before."""
        return self in (Kind.TEXT, Kind.LONG)


Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A heading with what stands under it."""

    title: str
    kind: Kind
    width: int | None = None

    @property
    def room(self) -> int:
        return self.width or self.kind.width


@dataclass(frozen=True, slots=True)
class Whiskers:
    """Points with their intervals, over the first rows of a sheet."""

    title: str
    series: str
    names: int
    rates: int
    """Columns, from 0."""
    above: Sequence[float]
    below: Sequence[float]
    """From each point to the ends of its interval."""


class Book:
    """A workbook in one language, for one hall."""

    def __init__(self, workbook: Workbook, *, language: Language, zone: ZoneInfo, accent: str, head: str) -> None:
        self._workbook = workbook
        self._language = language
        self._zone = zone
        self._accent = accent
        self._head = head
        self._formats = {kind: self._format(kind) for kind in Kind}
        head_look = {"bold": True, "font_color": "#ffffff", "bg_color": accent, "text_wrap": True, "valign": "vcenter"}
        over_words = workbook.add_format({**head_look, "align": "left", "indent": 1})
        over_figures = workbook.add_format({**head_look, "align": "right"})
        self._headings = {kind: over_words if kind.words else over_figures for kind in Kind}
        self._total = {kind: self._format(kind, {"bold": True, "top": 1}) for kind in Kind}
        self._left = {kind: self._format(kind, {"align": "left"}) for kind in Kind}
        self._title = workbook.add_format({"bold": True, "font_size": 16})

    def say(self, text: str, **facts: object) -> str:
        """A text of the house in the workbook's language."""
        return say(text, self._language, **facts)

    def page(self, name: str, lines: Iterable[tuple[str, Cell, Kind]], *, notes: Iterable[str]) -> None:
        """A sheet of facts one under the other, with notes below; the first stands as its title."""
        sheet = self._sheet(name)
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 60)
        sheet.write_string(0, 0, self._head, self._title)
        last = 1
        for last, (label, value, kind) in enumerate(lines, start=2):
            sheet.write_string(last, 0, label)
            self._write(sheet, last, 1, value, self._left[kind])
        for row, note in enumerate(notes, start=last + 2):
            sheet.write_string(row, 0, note)

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        *,
        total: Sequence[Cell] | None = None,
    ) -> Worksheet:
        """A sheet with a row for each of `rows`; the headings stay in sight and stand on each printed page."""
        sheet = self._sheet(name)
        titles = [self.say(column.title) for column in columns]
        sheet.set_row(0, LINE_HEIGHT * max(_lines(one.room, title) for one, title in zip(columns, titles, strict=True)))
        for at, (column, title) in enumerate(zip(columns, titles, strict=True)):
            sheet.set_column(at, at, column.room)
            sheet.write_string(0, at, title, self._headings[column.kind])
        last = 0
        for last, cells in enumerate(rows, start=1):
            long = ((one, cell) for one, cell in zip(columns, cells, strict=True) if one.kind is Kind.LONG)
            lines = max((_lines(one.room, cell) for one, cell in long if isinstance(cell, str)), default=1)
            if lines > 1:
                sheet.set_row(last, LINE_HEIGHT * lines)
            for at, (column, cell) in enumerate(zip(columns, cells, strict=True)):
                self._write(sheet, last, at, cell, self._formats[column.kind])
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        sheet.repeat_columns(0)
        sheet.fit_to_pages(max(1, round(sum(column.room for column in columns) / PAPER_WIDTH)), 0)
        sheet.autofilter(0, 0, last, len(columns) - 1)
        if total is not None:
            for at, (column, cell) in enumerate(zip(columns, total, strict=True)):
                self._write(sheet, last + 1, at, cell, self._total[column.kind])
        return sheet

    def whiskers(self, sheet: Worksheet, of: Whiskers, *, below_row: int) -> None:
        """Points with error bars: the rate of each of the first rows, in the interval it may well lie in."""
        chart = self._chart({"type": "line"}, of.title)
        name, rows = sheet.get_name(), min(len(of.above), CHARTED)
        chart.add_series(
            {
                "name": self.say(of.series),
                "categories": [name, 1, of.names, rows, of.names],
                "values": [name, 1, of.rates, rows, of.rates],
                "line": {"none": True},
                "marker": {
                    "type": "circle",
                    "size": 8,
                    "fill": {"color": self._accent},
                    "border": {"color": self._accent},
                },
                "y_error_bars": {
                    "type": "custom",
                    "plus_values": list(of.above[:rows]),
                    "minus_values": list(of.below[:rows]),
                    "line": {"color": self._accent, "width": 1.5},
                },
            }
        )
        chart.set_y_axis({"num_format": "0%", "max": 1, "major_gridlines": GRID})
        chart.set_legend({"none": True})
        sheet.insert_chart(below_row, 1, chart)

    def levels(self, sheet: Worksheet, title: str, *, first: int, rows: int, below_row: int) -> None:
        """How the ratings of each row fall on the five levels, best first: their columns begin at `first`."""
        chart = self._chart({"type": "column", "subtype": "percent_stacked"}, title)
        name = sheet.get_name()
        for at, colour in enumerate(LEVEL_COLOURS):
            chart.add_series(
                {
                    "name": [name, 0, first + at],
                    "categories": [name, 1, 1, rows, 1],
                    "values": [name, 1, first + at, rows, first + at],
                    "fill": {"color": colour},
                    "border": {"color": "#ffffff", "width": 0.5},
                    "gap": 60,
                }
            )
        chart.set_y_axis({"num_format": "0%", "major_gridlines": GRID})
        chart.set_legend({"position": "bottom"})
        sheet.insert_chart(below_row, 1, chart)

    def tints(self, sheet: Worksheet, *, rows: int, columns: int) -> None:
        """Colour the shares from the second column on, low to high; texts stay as they are."""
        scale = {"type": "3_color_scale", "min_color": "#f4b391", "mid_color": "#efeee8", "max_color": "#a3cae5"}
        sheet.conditional_format(1, 1, rows, columns, scale)

    def counts(self, sheet: Worksheet, title: str, *, column: int, rows: int, below_row: int) -> None:
        """One count of each row as bars, the first row on top."""
        chart = self._chart({"type": "bar"}, title)
        name, shown = sheet.get_name(), min(rows, CHARTED)
        chart.add_series(
            {
                "name": [name, 0, column],
                "categories": [name, 1, 1, shown, 1],
                "values": [name, 1, column, shown, column],
                "fill": {"color": self._accent},
                "gap": 50,
                "data_labels": {"value": True},
            }
        )
        chart.set_y_axis({"reverse": True})
        chart.set_legend({"none": True})
        sheet.insert_chart(below_row, 1, chart)

    def _chart(self, kind: dict[str, str], title: str) -> Chart:
        chart = self._workbook.add_chart(kind)
        assert chart is not None, "a kind of chart that is known"
        chart.set_title({"name": self.say(title), "name_font": {"size": 13, "bold": False}, "overlay": False})
        # Not wider than the first of the printed sheets: a chart is not to be torn.
        chart.set_size({"width": 840, "height": 380})
        return chart

    def _sheet(self, name: str) -> Worksheet:
        sheet = self._workbook.add_worksheet(self.say(name))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        # & begins a command there.
        sheet.set_header(f"&L{self._head.replace('&', '&&')}&R&A")
        sheet.set_footer("&R&P / &N")
        return sheet

    def _format(self, kind: Kind, more: dict[str, object] | None = None) -> Format:
        wraps = {"text_wrap": True} if kind is Kind.LONG else {}
        sides = {"align": "left", "indent": 1} if kind.words else {}
        look = {"num_format": kind.written, "valign": "top", **wraps, **sides, **(more or {})}
        return self._workbook.add_format(look)

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell, form: Format) -> None:
        match cell:
            case None:
                sheet.write_blank(row, column, None, form)
            case str():
                # Never `write`: it would take a text that begins with = for a formula.
                sheet.write_string(row, column, cell, form)
            case datetime():
                sheet.write_datetime(row, column, cell.astimezone(self._zone).replace(tzinfo=None), form)
            case date():
                sheet.write_datetime(row, column, datetime(cell.year, cell.month, cell.day), form)  # noqa: DTZ001
            case _:
                sheet.write_number(row, column, cell, form)


def _lines(room: int, text: str) -> int:
    """How many lines a text takes in its cell: not every program reckons the height of a row by itself."""
    # A Chinese character is as wide as two letters; the rim takes one more.
    return sum(1 + _wide(line) // (room - 1) for line in text.split("\n"))


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
