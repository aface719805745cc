"""What has no number: the tasks of a document, who is named for them, and what is reported of each."""

import streamlit as st

from dabiao import tasks, wording
from dabiao.web import choices, ledger, reading, ui
from dabiao.web.menu import TASKS
from dabiao.web.view import View
from dabiao.wording import tasks as sentences

view = View(TASKS)
_, language = view.gettext, view.language

title = st.empty()
with choices.row():
    publication = choices.publication(view)
    framework, area = ledger.document(view, publication)
    moment = choices.moment(view, publication)
    choices.display(view)
every = reading.ledger(moment, framework=framework, area=area)
with st.container(horizontal=True, vertical_alignment="bottom", key="filters"):
    rows = ledger.narrowed(view, every, publication)
view.settle()

plans = reading.plans(publication, framework)
if framework is None:
    title.title(_("Tasks"), anchor=False)
else:
    name = plans.row(0, named=True)[f"short_{language}"]
    title.title(_("Tasks of {framework}").format(framework=name), anchor=False)
ui.show("facts", language, facts=[*wording.plans(plans, language), *sentences.remarks(plans, language)])

if rows.is_empty():
    st.info(_("No task fits these choices."))
else:
    said = [sentences.standing(tasks.counts(rows), language)]
    counted = tasks.departments(rows)
    if view.chosen("department") != ledger.ALL:
        own = counted.filter(department_zh=view.chosen("department")).row(0, named=True)
        said.insert(0, sentences.department(own, language))
    ui.lead(*said, sentences.kinds(rows, language), sentences.as_of(publication, moment.as_of, language))
    ledger.tiles(rows, view)
    ledger.departments(rows, view)
    ledger.show(rows, view)
    ui.downloads(view, moment, rows, _("Tasks"))
