"""The register of links: what was shared with whom in mind, until when, and who has opened it."""

from typing import Any, Final

import streamlit as st

from dabiao import links
from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.rights import Actor, DeniedError
from dabiao.settings import Language
from dabiao.store import StoreError
from dabiao.terms import N_
from dabiao.views import SavedView
from dabiao.web import choices, link_form, linked, naming, reading, records, ui
from dabiao.web.records import LIMIT, Cell
from dabiao.web.view import View
from dabiao.wording import links as words

NONE: Final = "none"
SECRET: Final = "links.secret"
"""Where the session keeps the secret of a link that was given another address, to be shown once."""
EMPTY: Final = N_("No link has been made. Open a page and press “Share”.")


def choose(view: View, known: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the row of the link that is looked at, None for none."""
    _ = view.gettext
    names = {NONE: _("all")} | _names(known)
    chosen = view.choose("link", _("Link"), list(names), NONE, names.__getitem__)
    return next((row for row in known if row["link_id"] == chosen), None)


def _names(known: list[dict[str, Any]]) -> dict[str, str]:
    """Return how each link is called where one is chosen: a list tells its entries apart by their texts."""
    names: dict[str, str] = {}
    for row in known:
        name = f"{row['label']} · {_time(row['made_at'])}"
        names[row["link_id"]] = f"{name} · {row['link_id'][:6]}" if name in names.values() else name
    return names


def show(view: View, known: list[dict[str, Any]]) -> None:
    """Show all links, the newest first (rows of `dabiao.links.register`)."""
    _, language = view.gettext, view.language
    if not known:
        st.info(_(EMPTY))
        return
    ui.lead(words.standing([row["state"] for row in known], language))
    headings = [
        *(_("Link"), _("Shows"), _("Valid (China time)"), _("State")),
        *(_("Made by"), _("Opened"), _("Last opened (China time)"), _("Publication seen")),
    ]
    names = choices.publication_names(reading.all_publications(), language)
    rows = [_row(row, names, view) for row in known[:LIMIT]]
    records.show(_("Links"), headings, rows, language, total=len(known))


def show_one(view: View, viewer: Actor, row: dict[str, Any]) -> None:
    """Show one link: who opened it when, and what can be done to it."""
    _, language = view.gettext, view.language
    st.header(row["label"], anchor=False)
    if st.session_state.get(SECRET, ("", ""))[0] == row["link_id"]:
        st.success(_("The link has another address; the one before leads nowhere. It is shown this once."))
        link_form.show_link(linked.address(st.session_state.pop(SECRET)[1], link_form.base()), language)
    kept = SavedView.of_text(row["saved_view"])
    ui.show("facts", language, facts=_scope(kept, language))
    ui.show("target_links", language, links=[(kept.address(), _("Look at what it shows"))])
    if row["state"] != "revoked":
        _offer_ends(viewer, row["link_id"], language)
    found = links.openings(reading.store(), viewer, row["link_id"])
    st.markdown(f"**{_('Who opened it')}**")
    if found.is_empty():
        st.caption(_("Nobody yet."))
        return
    records.show(
        _("Who opened it"),
        [_("When (China time)"), _("Publication seen"), _("Network address")],
        [
            (
                Cell(_time(each["opened_at"]), whole=True),
                _("No. {number}").format(number=each["publication"]),
                _("visitor {number}").format(number=each["visitor"]),
            )
            for each in found.to_dicts()
        ],
        language,
    )


def _offer_ends(viewer: Actor, link_id: str, language: Language) -> None:
    _ = catalog(language).gettext
    store = reading.store()

    with st.container(horizontal=True):
        ended = st.button(_("Revoke the link"))
        moved = st.button(_("Give it another address"))
    try:
        if ended:
            links.revoke(store, viewer, link_id)
        if moved:
            st.session_state[SECRET] = (link_id, links.rotate(store, viewer, link_id).text)
    except (links.LinkError, DeniedError) as error:
        st.error(error.message(language))
        return
    except StoreError:
        st.error(_("Nothing was saved: the database did not take it. Please try again."))
        return
    if ended or moved:
        st.rerun()


def _row(row: dict[str, Any], names: dict[str, str], view: View) -> records.Row:
    _, language = view.gettext, view.language
    kept = SavedView.of_text(row["saved_view"])
    last = row["last_opened_at"]
    return (
        Cell(row["label"], link=f"links?link={row['link_id']}&language={language}"),
        Cell(
            naming.named(kept, _number(kept, names), language),
            note=_publication(kept, names, language),
            link=kept.address(),
        ),
        Cell(f"{_time(row['opens_at'])} –\n{_time(row['expires_at'])}", whole=True),
        Cell(words.state(row["state"], language), note=_("with a password") if row["has_password"] else ""),
        row["made_by_name"],
        str(row["openings"]),
        Cell("–" if last is None else _time(last), whole=True),
        "–" if last is None else _("No. {number}").format(number=row["last_publication"]),
    )


def _scope(kept: SavedView, language: Language) -> list[str]:
    known = reading.all_publications()
    names = choices.publication_names(known, language)
    shown = naming.shown(kept, _number(kept, names), language)
    return [shown, _publication(kept, names, language), *naming.moment(kept, language)]


def _publication(kept: SavedView, names: dict[str, str], language: Language) -> str:
    """Return in words which publication a link shows."""
    if kept.publication is None:
        return catalog(language).gettext("always the newest publication")
    return choices.publication_name(names, kept.publication, language)


def _number(kept: SavedView, names: dict[str, str]) -> int:
    """Return the publication whose names are told: that of the link, the newest where it is gone or any."""
    number = str(kept.publication)
    return int(number if number in names else next(iter(names)))


def _time(moment: Any) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
