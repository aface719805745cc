"""What is shared with people without an account, until when, who has opened it, and how is it ended?"""

from dabiao import links
from dabiao.web import choices, link_register, reading, ui
from dabiao.web.menu import LINKS
from dabiao.web.session import admitted
from dabiao.web.view import View

view = View(LINKS)
_ = view.gettext

ui.title(_("Links"))
viewer = admitted("share", view.language)
known = links.register(reading.store(), viewer).to_dicts() if viewer else []
with choices.row():
    chosen = link_register.choose(view, known) if viewer else None
    choices.display(view)
view.settle()

if viewer is not None:
    if chosen is not None:
        link_register.show_one(view, viewer, chosen)
    link_register.show(view, known)
