import tomllib

from dabiao.charts import theme
from dabiao.settings import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_pages_and_charts_are_set_in_the_same_type() -> None:
    assert CONFIG["theme"]["font"] == CONFIG["theme"]["headingFont"] == theme.FONT


def test_pages_and_charts_stand_on_the_same_ground() -> None:
    for mode, colours in (("light", theme.LIGHT), ("dark", theme.DARK)):
        assert CONFIG["theme"][mode]["backgroundColor"] == colours.surface
        assert CONFIG["theme"][mode]["textColor"] == colours.ink
        assert CONFIG["theme"][mode]["primaryColor"] == colours.accent


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_in_every_colour_can_be_read_on_its_ground() -> None:
    words = ("ink", "muted", "accent", "achieved", "on_track", "far_behind", "away", "unknown", "lagging")
    for colours in theme.PALETTES.values():
        weak = {word: _contrast(getattr(colours, word), colours.surface) for word in words}
        weak = {word: round(value, 2) for word, value in weak.items() if value < 4.5}
        assert not weak, f"WCAG 2.2 AA asks for 4.5:1: {weak}"


def test_what_is_well_differs_in_colour_from_what_is_behind_in_every_set() -> None:
    for name, colours in theme.PALETTES.items():
        assert not {colours.achieved, colours.on_track} & {
            colours.lagging,
            colours.far_behind,
            colours.away,
        }, name


def test_english_signs_are_drawn_by_a_latin_font_and_chinese_quotation_marks_are_not() -> None:
    english, chinese = (theme.faces(language) for language in ("en", "zh"))
    assert "U+201C-201D" in english
    assert "201C" not in chinese
    for face in (english, chinese):
        assert "font-family: Apostrophe" in face
        assert "url(" not in face, "nothing is loaded"
    assert "Apostrophe" in theme.FONT
