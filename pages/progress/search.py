"""Where is it: areas, indicators, documents, tasks and departments by name, pinyin or initials."""

from dabiao import search
from dabiao.web import choices, reading, results, ui
from dabiao.web.menu import SEARCH
from dabiao.web.view import View
from dabiao.wording import findings

view = View(SEARCH)
_, language = view.gettext, view.language

ui.title(_("Search"))
with choices.row():
    publication = choices.publication(view)
    text = view.text("q", _("Search for"), _("name, pinyin or initials"))
    choices.moment(view, publication)
    choices.display(view)
view.settle()

found = search.find(reading.search_entries(publication), text)
said = [findings.found(found, text, language)]
if found.is_empty() and text.strip():
    said.append(findings.found(found, "", language))  # what to type instead
ui.lead(*said)
for kind in search.Kind:
    rows = results.of_kind(found, kind, view)
    if rows:
        ui.show("results", language, heading=results.heading(found, kind, language), rows=rows)
