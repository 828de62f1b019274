"""What a cell shows of a number: digits, percents, dates, by the code of its format."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract._number_format import BUILT_IN, parse_format
from extract._number_shown import Shown
from extract._number_text import show, show_text, stored_number

BANGLADESHI = r"[>=10000000]##\,##\,##\,##0;[>=100000]##\,##\,##0;##,##0"
ACCOUNTING = '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)'


def shown(stored: str, code: str, *, from_1904: bool = False) -> Shown:
    number = stored_number(stored)
    assert number is not None
    return show(number, parse_format(code), from_1904=from_1904)


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        pytest.param("80", "General", "80", id="whole"),
        pytest.param("0.80000000000000004", "General", "0.8", id="binary-tail"),
        pytest.param("80.333333333333329", "General", "80.3333333333333", id="fifteen-digits"),
        pytest.param("8801712345678", "General", "8801712345678", id="long-id"),
        pytest.param("1.5E20", "General", "1.5E+20", id="large"),
        pytest.param("1E-12", "General", "1E-12", id="small"),
        pytest.param("-0", "General", "0", id="minus-zero"),
        pytest.param("0.8", "[$-5000445]0%", "৮০%", id="bangla-percent"),
        pytest.param("30", "[$-5000445]General", "৩০", id="bangla-general"),
        pytest.param("1234.5", "[$-5000845]#,##0.00", "১,২৩৪.৫০", id="bangla-grouped"),
        pytest.param("3", "[$-bn-BD,500]0", "৩", id="bangla-by-name"),
        pytest.param("3", "[$-445]0", "3", id="bangla-without-digits"),
        pytest.param("5", '0"টি"', "5টি", id="literal-behind"),
        pytest.param("5", 'General"টি"', "5টি", id="literal-behind-general"),
        pytest.param("12", "[$৳-845] #,##0.00", "৳ 12.00", id="currency"),
        pytest.param("12345678", BANGLADESHI, "1,23,45,678", id="crore"),
        pytest.param("1234567", BANGLADESHI, "12,34,567", id="lakh"),
        pytest.param("-1234", BANGLADESHI, "-1,234", id="condition-keeps-sign"),
        pytest.param("1000", ACCOUNTING, "1,000", id="accounting"),
        pytest.param("-1000", ACCOUNTING, "(1,000)", id="accounting-negative"),
        pytest.param("0", ACCOUNTING, "-", id="accounting-zero"),
        pytest.param("-5", "0;(0)", "(5)", id="negative-section"),
        pytest.param("-5", "0.00", "-5.00", id="minus"),
        pytest.param("-0.3", "0", "0", id="no-minus-zero"),
        pytest.param("0.005", "0.00", "0.01", id="half-up"),
        pytest.param("2", "0.##", "2.", id="bare-point"),
        pytest.param("0.5", "#.00", ".50", id="no-whole"),
        pytest.param("7", "000", "007", id="zeros-before"),
        pytest.param("7", "00-00", "00-07", id="literal-within"),
        pytest.param("1234567", "0,", "1235", id="thousands"),
        pytest.param("1234", "0.00E+00", "1.23E+03", id="scientific"),
        pytest.param("0.3", "[Red]0.0%", "30.0%", id="colour"),
        pytest.param("5", ";;;", "", id="hidden"),
        pytest.param("0", "0;-0;;@", "", id="zero-hidden"),
        pytest.param("45050", "dd/mm/yyyy", "04/05/2023", id="day-first"),
        pytest.param("45050", "[$-5000445]dd/mm/yyyy", "০৪/০৫/২০২৩", id="bangla-day"),
        pytest.param("45050", "d-mmm-yy", "4-May-23", id="short-month"),
        pytest.param("45050", "[$-845]d mmmm yyyy", "4 মে 2023", id="bangla-month"),
        pytest.param("45050", "dddd", "Thursday", id="weekday"),
        pytest.param("45050", "[$-409]mmmm d, yyyy;@", "May 4, 2023", id="named-month-first"),
        pytest.param("44926.999999", "dd/mm/yyyy", "31/12/2022", id="no-rounding-up-of-days"),
        pytest.param("44926.999999", "dd/mm/yyyy hh:mm:ss", "01/01/2023 00:00:00", id="seconds"),
        pytest.param("0.75", "h:mm AM/PM", "6:00 PM", id="half-day"),
        pytest.param("1.5", "[h]:mm:ss", "36:00:00", id="elapsed-hours"),
        pytest.param("0.5", "[mm]:ss", "720:00", id="elapsed-minutes"),
        pytest.param("0.00001", "mm:ss.0", "00:00.9", id="tenths"),
        pytest.param("0", "d/m/yyyy", "0/1/1900", id="day-zero"),
        pytest.param("59", "d/m/yyyy", "28/2/1900", id="before-the-leap-bug"),
        pytest.param("60", "dd/mm/yyyy", "29/02/1900", id="leap-bug"),
        pytest.param("61", "d/m/yyyy", "1/3/1900", id="after-the-leap-bug"),
    ],
)
def test_shows_what_a_person_sees(stored: str, code: str, text: str) -> None:
    assert shown(stored, code).text == text


@pytest.mark.parametrize(
    ("stored", "text"),
    [("0", "01/01/1904"), ("59", "29/02/1904"), ("43588", "04/05/2023")],
    ids=["first", "leap-day", "2023"],
)
def test_counts_from_1904_where_the_workbook_says_so(stored: str, text: str) -> None:
    assert shown(stored, "dd/mm/yyyy", from_1904=True).text == text


@pytest.mark.parametrize(
    ("code", "seen"),
    [("mm/dd/yyyy", "05/04/2023"), ("m/d/yy", "5/4/23"), ("[$-409]m/d/yyyy;@", "5/4/2023")],
)
def test_writes_an_iso_date_where_the_month_would_be_taken_for_the_day(
    code: str, seen: str
) -> None:
    found = shown("45050", code)
    assert (found.text, found.seen, found.day) == ("2023-05-04", seen, date(2023, 5, 4))


@pytest.mark.parametrize("code", ["yyyy-mm-dd", "dd/mm/yyyy", "d mmm yyyy", "mmmm d, yyyy"])
def test_leaves_clear_dates_as_they_are_seen(code: str) -> None:
    assert shown("45050", code).seen is None


@pytest.mark.parametrize(
    ("stored", "code", "exact"),
    [
        ("0.8", "0%", True),
        ("0.796", "0%", False),
        ("80.5", "0.0", True),
        ("80.55", "0.0", False),
        ("0", '0;-0;"-"', False),
        ("45050", "dd/mm/yyyy", True),
        ("45050", "d-mmm", False),
    ],
    ids=["percent", "percent-cut", "tenth", "tenth-cut", "zero-as-dash", "date", "no-year"],
)
def test_knows_where_less_is_shown_than_stored(stored: str, code: str, exact: bool) -> None:
    assert shown(stored, code).exact is exact


@pytest.mark.parametrize(("stored", "code"), [("0.1", "# ?/?"), ("-3", "dd/mm/yyyy")])
def test_shows_the_bare_number_where_a_format_cannot_be_followed(stored: str, code: str) -> None:
    found = shown(stored, code)
    assert (found.text, found.known) == (stored, False)


@pytest.mark.parametrize(
    ("code", "text"),
    [("General", "কাজ"), ("@", "কাজ"), ('"মোট "@', "মোট কাজ"), (";;;", ""), ("0;-0;0;@", "কাজ")],
)
def test_shows_texts_by_their_section(code: str, text: str) -> None:
    assert show_text("কাজ", parse_format(code)) == text


@pytest.mark.parametrize("stored", ["", "abc", "NaN", "Infinity", "1E999999", "--1"])
def test_knows_what_is_no_number(stored: str) -> None:
    assert stored_number(stored) is None


@given(st.decimals(-(10**9), 10**9, places=6))
def test_a_plain_number_reads_back_as_itself(number: Decimal) -> None:
    stored = stored_number(str(number))
    assert stored is not None
    assert Decimal(show(stored, parse_format("General")).text) == stored


@given(st.text(max_size=30), st.decimals(-(10**12), 10**12, places=3))
def test_any_text_is_a_format(code: str, number: Decimal) -> None:
    found = show(number, parse_format(code))
    assert isinstance(found.text, str)


@given(st.sampled_from(sorted(BUILT_IN)), st.decimals(0, 60000, places=5))
def test_built_in_formats_show_something(number_format: int, number: Decimal) -> None:
    assert show(number, parse_format(BUILT_IN[number_format])).text
