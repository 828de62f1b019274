import pytest

from extract.scan.same_columns import known_places, missing

KNOWN = (30.0, 48.0, 110.0, 240.0, 350.0, 470.0)


@pytest.mark.parametrize("shift", [-20.0, 0.0, 0.4, 12.5], ids=str)
def test_columns_of_the_page_before_are_found_again_wherever_it_lay(shift: float) -> None:
    found = [place + shift for place in KNOWN if place != 240.0]
    expected = known_places(KNOWN, found)
    assert expected == pytest.approx([place + shift for place in KNOWN])
    assert missing(expected, found) == pytest.approx((240.0 + shift,))


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (KNOWN, (30.0, 90.0, 160.0, 300.0, 400.0, 470.0)),
        (KNOWN, tuple(place + 60 for place in KNOWN)),
        (KNOWN[:3], KNOWN[:3]),
        ((), KNOWN),
        (KNOWN, ()),
    ],
    ids=["another-table", "too-far", "too-few", "nothing-known", "nothing-found"],
)
def test_another_table_expects_nothing(known: tuple[float, ...], found: tuple[float, ...]) -> None:
    assert known_places(known, found) == ()
