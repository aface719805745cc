"""Where one target's figure comes from, whether it can be trusted, and what it would take."""

import streamlit as st

from dabiao import wording
from dabiao.web import choices, target_card, target_past, ui, waiting
from dabiao.web.menu import AREA, TARGET, TASKS
from dabiao.web.view import View

view = View(TARGET)
_, language = view.gettext, view.language

title = st.empty()
with choices.row():
    publication = choices.publication(view)
    area = choices.area(view, publication, resets=["target", "pace"])
    target_id = target_card.choose(view, publication, area)
    moment = choices.moment(view, publication)
    unapproved = waiting.of_area(view, moment, area)
    choices.display(view)
notices = st.container()

if target_id is None:
    title.title(_("Target"))
    view.settle()
    st.info(_("None of this area's documents states a numeric target; its tasks are tracked by text."))
    ui.show(
        "target_links",
        language,
        links=[(view.link(TASKS, area=area), _("Tasks")), (view.link(AREA, area=area), _("Area"))],
    )
    st.stop()

card = target_card.read(view, moment, area, target_id, unapproved)
title.title(f"{wording.name(card.row, 'area', language)} · {wording.name(card.row, 'indicator', language)}")
target_card.head(card)
if card.line.is_empty():
    target_card.rule(card)
    if card.unapproved is not None and not card.unapproved.is_empty():
        target_card.drawn(card)
else:
    target_card.path(card)
target_card.outlook_and_trust(card)
target_card.observed(card)
waiting.show_list(view, moment, unapproved, waiting.parts(publication, card.row["indicator_code"]))
target_card.said(card)
target_past.revisions(card)
target_past.judgements(card)
target_card.links(card)
with notices:
    view.settle()
