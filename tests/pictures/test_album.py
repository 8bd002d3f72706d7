"""The pictures themselves: PNG files that can be read on a telephone, dark and light, by everyone."""

import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.factbase.comparison import Stance, compare
from bot.factbase.model import FactBase
from bot.pictures import album
from bot.pictures.selection import PALETTES, Palette, Theme, select
from tests.pictures.generated import Side, a_base

pytestmark = pytest.mark.slow

DISCORDS_LIMIT = 10_000_000
"""Bytes of one upload in a server without boosts."""


def drawn(base: FactBase, theme: Theme = Theme.DARK) -> album.Album:
    return album.draw(select(compare(base)), theme)


def pixels(picture: album.Picture) -> Counter[str]:
    """How many pixels of each colour a picture has."""
    return colours(Image.open(BytesIO(picture.png)).convert("RGB"))


def colours(image: Image.Image) -> Counter[str]:
    found: Any = image.getcolors(image.width * image.height)
    return Counter({"#{:02x}{:02x}{:02x}".format(*colour): count for count, colour in found})


def edges(picture: album.Picture) -> set[str]:
    """The colours of the outermost pixels, two telephone's pixels deep."""
    image = Image.open(BytesIO(picture.png)).convert("RGB")
    wide, high, deep = image.width, image.height, 7
    strips = [(0, 0, deep, high), (wide - deep, 0, wide, high), (0, 0, wide, deep), (0, high - deep, wide, high)]
    return {colour for strip in strips for colour in colours(image.crop(strip))}


def size(picture: album.Picture) -> tuple[int, int]:
    image = Image.open(BytesIO(picture.png))
    return int(image.width), int(image.height)


@pytest.mark.parametrize("theme", Theme)
def test_the_shipped_base_is_drawn_on_either_ground(shipped_base: FactBase, theme: Theme) -> None:
    pictures = drawn(shipped_base, theme)

    for picture in (pictures.matrix, pictures.pairs):
        assert size(picture)[0] == 1190
        assert len(picture.png) < DISCORDS_LIMIT / 20
        assert pixels(picture).most_common(1)[0][0] == PALETTES[theme].ground
        assert edges(picture) == {PALETTES[theme].ground}


def test_each_stance_has_its_mark() -> None:
    def marks(side: Side) -> Counter[str]:
        return pixels(drawn(a_base(["a", "b"], [("T", [0, 1], [0]), side])).matrix)

    both, against, silent = marks(("T", [0, 1], [1])), marks(("T", [0], [1])), marks(("T", [0], [0]))
    dark = PALETTES[Theme.DARK]

    assert against[dark.supports] < both[dark.supports]
    assert against[dark.disagrees] > both[dark.disagrees]
    assert silent[dark.silent] > both[dark.silent] == against[dark.silent] > 0


def test_what_qualifies_has_a_mark_of_its_own_shape() -> None:
    def drawn_with(stance: Stance) -> Counter[str]:
        canvas = pytest.importorskip("bot.pictures.canvas").Canvas(100, PALETTES[Theme.DARK])
        canvas.stance(stance, 10, 10, 40, 20)
        return pixels(album.Picture("a.png", canvas.png(), ""))

    whole, half = (drawn_with(stance)[PALETTES[Theme.DARK].supports] for stance in (Stance.SUPPORTS, Stance.QUALIFIES))

    assert 0.4 < half / whole < 0.6


def luminance(colour: str) -> float:
    """WCAG's relative luminance, 0..1, of a colour ``#rrggbb``."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio, 1..21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_colours_can_be_read_on_their_ground(palette: Palette) -> None:
    assert contrast(palette.ink, palette.ground) >= 7
    assert contrast(palette.faint, palette.ground) >= 4.5
    assert contrast(palette.supports, palette.ground) >= 3
    assert contrast(palette.disagrees, palette.ground) >= 3


def test_the_worst_base_is_drawn_within_limits() -> None:
    everyone = list(range(60))
    titles = [("$x^2 \\frac{ 日本語\n" * 200)[:2000] if number % 2 else "W" * 2000 for number in everyone]
    topics = ["W" * 90 + str(number) for number in range(40)]
    base = a_base(titles, [(topics[n % 40], everyone[: n % 60 + 1], everyone[n % 7 : 20]) for n in range(600)])

    pictures = drawn(base)

    for picture in (pictures.matrix, pictures.pairs):
        assert len(picture.png) < DISCORDS_LIMIT / 5
        assert size(picture)[0] == 1190
        assert size(picture)[1] < 6000
        assert edges(picture) == {PALETTES[Theme.DARK].ground}


def test_nothing_in_a_name_is_read_as_a_formula() -> None:
    assert drawn(a_base(["$\\frac{$"], [("$\\frac{$", [0], [])])).matrix.png


@pytest.mark.parametrize(
    "base", [a_base([], []), a_base(["a"], []), a_base(["a"], [("T", [0], [])])], ids=["no source", "no fact", "one"]
)
def test_hardly_anything_is_drawn_too(base: FactBase) -> None:
    assert size(drawn(base).matrix)[0] == size(drawn(base).pairs)[0] == 1190


def test_several_threads_draw_one_after_another(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing: list[str] = []
    most_at_once = 0

    def slowly(selection: object, palette: Palette) -> bytes:
        nonlocal most_at_once
        drawing.append(palette.ground)
        time.sleep(0.02)
        most_at_once = max(most_at_once, len(drawing))
        drawing.pop()
        return palette.ground.encode()

    for name in ("draw_matrix", "draw_pairs"):
        monkeypatch.setattr(f"bot.pictures.drawings.{name}", slowly)
    selection = select(compare(a_base(["a"], [("T", [0], [])])))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda theme: album.draw(selection, theme), [Theme.DARK, Theme.LIGHT] * 2))

    assert most_at_once == 1
    assert [one.matrix.png.decode() for one in found] == [PALETTES[theme].ground for theme in (*Theme, *Theme)]


def test_without_the_extra_it_says_what_to_install(shipped_base: FactBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    assert not album.installed()
    with pytest.raises(album.NotInstalled, match=r"pip install '\.\[pictures\]'"):
        drawn(shipped_base)


def test_nothing_is_loaded_before_a_picture_is_wanted() -> None:
    program = (
        "import sys, bot.terminal.app, bot.discord_app.client, bot.pictures.album; print('matplotlib' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", timeout=60)

    assert done.stdout == "False\n", done.stderr
