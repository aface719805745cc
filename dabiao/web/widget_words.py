"""Words of Streamlit's own widgets, which it says in English alone: what they are in each language.

The browser puts them in place (``static/words.js``). Words stand here with the part of the page in which they
are looked for: nothing else, least of all what somebody has typed, is ever taken for one of them.
"""

from typing import Final

from dabiao.locale import catalog
from dabiao.settings import Language
from dabiao.terms import N_

TEXT: Final = ""
"""In place of an attribute's name: the text of the element itself."""

_CHOICE: Final = ":is([data-testid=stSelectbox], [data-testid=stMultiSelect])"
_LIST: Final = ":is([data-testid=stSelectboxVirtualDropdown], [data-testid=stMultiSelectDropdown])"
_TABLE_MENU: Final = "[data-testid^=stDataFrame]:not([data-testid=stDataFrame])"

_Words = tuple[str, ...]
WORDS: Final[tuple[tuple[str, str, _Words], ...]] = (
    ("[data-testid=stSkipToContent]", TEXT, (N_("Skip to main content"),)),
    ("[data-testid=stLogoLink]", "aria-label", (N_("Navigate to home page"),)),
    ("[data-testid=stHeaderLogo]", "alt", (N_("Logo"),)),
    ("[data-testid=stTopNav]", "aria-label", (N_("App pages"),)),
    (
        f"{_CHOICE} input",
        "placeholder",
        (
            N_("Choose an option"),
            N_("Choose options"),
            N_("Choose or add an option"),
            N_("Choose or add options"),
            N_("No options to select"),
        ),
    ),
    (
        f"{_CHOICE} :is(button, [role=button])",
        "aria-label",
        (N_("Open"), N_("Clear value"), N_("Clear all"), N_("Remove {name}")),
    ),
    ("[data-testid=stMultiSelect] [aria-label]:not(input, button)", "aria-label", (N_("Selected values"),)),
    (f"{_LIST} button", "aria-label", (N_("Dismiss"),)),
    (
        f"{_LIST} *",
        TEXT,
        (
            N_("No results"),
            N_("Select all"),
            N_("Select {count} matches"),
            N_("Add: {text}"),
            N_("You can only select up to {count} option. Remove an option first."),
            N_("You can only select up to {count} options. Remove an option first."),
        ),
    ),
    (
        "[data-live-announcer] *",
        TEXT,
        (N_("{count} option available."), N_("{count} options available.")),
    ),
    (
        "[data-testid=InputInstructions] *",
        TEXT,
        (
            N_("Press Enter to apply"),
            N_("Press Enter to submit form"),
            N_("Press {key}+Enter to apply"),
            N_("Press {key}+Enter to submit form"),
        ),
    ),
    (
        "[data-testid=stDateInput] button, [data-testid=stDateInputCalendar], [role=dialog]",
        "aria-label",
        (N_("Choose date"), N_("Clear date")),
    ),
    (
        "[data-testid=stDateInputCalendar] *",
        TEXT,
        (N_("Use arrow keys to navigate dates. Enter to select. Escape to close."),),
    ),
    *(
        (where, part, (N_("Show/hide columns"), N_("Download as CSV"), N_("Search"), N_("Fullscreen")))
        for where, part in (
            ("[data-testid=stElementToolbar] button", "aria-label"),
            ("[data-testid=stTooltipContent] *", TEXT),
        )
    ),
    ("[data-testid=stElementToolbar] button", "aria-label", (N_("Close fullscreen"),)),
    ("[data-testid=stTooltipContent] *", TEXT, (N_("Close fullscreen"),)),
    (
        f"{_TABLE_MENU} *",
        TEXT,
        (
            N_("Sort ascending"),
            N_("Sort descending"),
            N_("Format"),
            N_("Statistics"),
            N_("Autosize"),
            N_("Pin column"),
            N_("Unpin column"),
            N_("Hide column"),
            N_("Select all"),
        ),
    ),
    (f"{_TABLE_MENU} button", "aria-label", (N_("Copy column name"),)),
    ("[data-testid=stStatusWidgetRunningIcon]", "aria-label", (N_("Running..."),)),
    ("[data-testid=stStatusWidget] *", TEXT, (N_("Stop"), N_("Stopping..."), N_("Connecting"))),
    (
        "[role=dialog] *",
        TEXT,
        (
            N_("Connection error"),
            N_("Streamlit server is not responding. Are you connected to the internet?"),
        ),
    ),
)
"""Selector, name of an attribute or `TEXT`, and what Streamlit says there."""


def rules(tags: dict[Language, str]) -> list[tuple[str, str, dict[str, list[str]]]]:
    """Return selector, part and, by the tag of each language, the words, in the same order in all of them.

    Args:
        tags: the languages with their tags in a document.
    """
    return [
        (
            where,
            part,
            {tag: [catalog(language).gettext(word) for word in words] for language, tag in tags.items()},
        )
        for where, part, words in WORDS
    ]
