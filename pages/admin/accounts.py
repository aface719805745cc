"""Who may sign in, what may they do where, what was issued, and who did what when?"""

from dabiao import accounts
from dabiao.web import audit_trail, choices, document_register, reading, staff, ui
from dabiao.web.menu import ACCOUNTS
from dabiao.web.session import admitted
from dabiao.web.view import View

view = View(ACCOUNTS)
_ = view.gettext

ui.title(_("Accounts"))
viewer = admitted("administer", view.language)
everyone = accounts.accounts(reading.store(), viewer) if viewer else []
with choices.row():
    chosen = staff.choose(view, everyone) if viewer else None
    choices.display(view)
view.settle()

if viewer is not None:
    areas, indicators = staff.areas_of(viewer, view.language), staff.indicators(view.language)
    staff.show_said(view.language)
    staff.show_list(view, everyone, areas)
    if chosen is None:
        staff.show_new(view, viewer, areas, indicators)
    else:
        staff.show_one(view, viewer, chosen, areas, indicators)
    document_register.show(view, viewer)
    audit_trail.show(view, viewer, {each.user_id: each.shown_name for each in everyone})
