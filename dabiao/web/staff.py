"""The parts of the page on accounts: who there is, one account with its rights, a new one."""

from collections.abc import Callable
from functools import partial
from typing import Final, get_args

import streamlit as st

from dabiao import accounts, publications
from dabiao.accounts import Account, AccountError, links
from dabiao.locale import catalog
from dabiao.periods import CHINA
from dabiao.rights import COUNTRY, Actor, DeniedError, Grant, Role, may, role_of
from dabiao.settings import Language
from dabiao.store import StoreError
from dabiao.web import reading, records
from dabiao.web.holding import hold
from dabiao.web.records import Cell
from dabiao.web.view import View
from dabiao.wording import accounts as words

SAID: Final = "staff.said"
"""What the last action came to, shown once after the page has run anew."""
LINK: Final = "staff.link"
"""A one-time link just made, shown once."""
ADDED: Final = "staff.added"
"""How many accounts have been added since the browser opened the page: each time the form is empty again."""
NOBODY_CHOSEN: Final = ""
WIDTH: Final = 640
"""Of a form, in pixels: wider fields than their texts are harder to read."""


def choose(view: View, everyone: list[Account]) -> Account | None:
    """Let one of the accounts be chosen; return it."""
    _ = view.gettext
    names = {each.user_id: f"{each.shown_name} ({each.name})" for each in everyone}
    options = {NOBODY_CHOSEN: _("New account")} | names
    chosen = view.choose("account", _("Account"), list(options), NOBODY_CHOSEN, options.__getitem__)
    return next((each for each in everyone if each.user_id == chosen), None)


def show_said(language: Language) -> None:
    """Show what the last action came to: a sentence, and a link that is shown this once."""
    _ = catalog(language).gettext
    if (said := st.session_state.pop(SAID, None)) is not None:
        st.success(said)
    if (link := st.session_state.pop(LINK, None)) is not None:
        st.caption(
            _(
                "Hand this link over. It works once, for three days, and is shown only now: "
                "with it its holder chooses a password."
            )
        )
        st.code(link, language=None, wrap_lines=True)


def show_list(view: View, everyone: list[Account], areas: dict[str, str]) -> None:
    """Show the accounts: names, state, rights."""
    _, language = view.gettext, view.language
    records.show(
        _("Accounts"),
        [_("Name that others see"), _("Signs in as"), _("State"), _("Rights")],
        [
            (
                each.shown_name,
                each.name,
                _(words.STATES[_state(each)]),
                _("; ").join(_right(grant, areas, language) for grant in each.grants),
            )
            for each in everyone
        ],
        language,
    )


def show_new(view: View, viewer: Actor, areas: dict[str, str], indicators: dict[str, str]) -> None:
    """Show the form for a new account."""
    _, language = view.gettext, view.language
    st.header(_("New account"), anchor=False)
    # Fields of other names begin empty in the browser as well.
    key = f"new-{st.session_state.setdefault(ADDED, 0)}"

    def add() -> str:
        token = accounts.add_account(reading.store(), viewer, name, shown_name, [grant()]).text
        st.session_state[ADDED] += 1
        return token

    with st.form(f"{key}-account", border=False, width=WIDTH):
        example = _("Letters and digits, such as wang.min")
        name = st.text_input(_("Name to sign in with"), placeholder=example, key=f"{key}.name")
        shown_name = st.text_input(_("Name that others see"), key=f"{key}.shown")
        grant = _ask_right(view, areas, indicators, key)
        pressed = st.form_submit_button(_("Add account"), type="primary")
    if pressed:
        _do(add, _("The account {name} has been added.").format(name=name), language)


def show_one(
    view: View, viewer: Actor, account: Account, areas: dict[str, str], indicators: dict[str, str]
) -> None:
    """Show one account with its rights and sessions, and what can be done to it."""
    _, language = view.gettext, view.language
    st.header(f"{account.shown_name} ({account.name})", anchor=False)
    store, user_id = reading.store(), account.user_id
    st.caption(
        _("Added {date} by {name}").format(
            date=f"{account.created_at.astimezone(CHINA):%Y-%m-%d}",
            name=words.maker(account.created_by, language),
        )
    )
    with st.container(horizontal=True):
        if st.button(_("Link for a new password"), disabled=account.disabled_at is not None):
            said = _("{name} can choose a new password.").format(name=account.shown_name)
            _do(lambda: accounts.reset(store, viewer, user_id).text, said, language)
        if st.button(_("Sign out everywhere")):
            said = _("{name} has been signed out everywhere.").format(name=account.shown_name)
            _do(lambda: accounts.sign_out_everywhere(store, viewer, user_id), said, language)
        if account.disabled_at is None:
            if st.button(_("Disable account")):
                said = _("{name} can no longer sign in.").format(name=account.shown_name)
                _do(lambda: accounts.disable(store, viewer, user_id), said, language)
        elif st.button(_("Enable account")):
            said = _("{name} can sign in again.").format(name=account.shown_name)
            _do(lambda: accounts.enable(store, viewer, user_id), said, language)
    st.markdown(f"**{_('Rights')}**")
    for grant in account.grants:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_right(grant, areas, language))
            key = f"take-{accounts.write_grant(grant)}"
            if st.button(_("Take away"), key=key):
                _do(
                    partial(accounts.take, store, viewer, user_id, grant),
                    _("The right has been taken away."),
                    language,
                )
    with st.form("grant", border=False, width=WIDTH):
        more = _ask_right(view, areas, indicators, "more")
        pressed = st.form_submit_button(_("Give this right"))
    if pressed:
        _do(lambda: accounts.give(store, viewer, user_id, more()), _("The right has been given."), language)
    _show_sessions(view, viewer, account)


def _show_sessions(view: View, viewer: Actor, account: Account) -> None:
    _, language = view.gettext, view.language
    rows = accounts.sessions_of(reading.store(), viewer, account.user_id).to_dicts()
    st.markdown(f"**{_('Where the account is signed in')}**")
    if not rows:
        st.caption(_("Nowhere."))
        return
    records.show(
        _("Where the account is signed in"),
        [_("Last used"), _("Since"), _("Address"), _("Browser")],
        [
            (
                Cell(f"{row['seen_at'].astimezone(CHINA):%Y-%m-%d %H:%M}", whole=True),
                Cell(f"{row['created_at'].astimezone(CHINA):%Y-%m-%d %H:%M}", whole=True),
                row["address"],
                words.browser(row["browser"]),
            )
            for row in rows
        ],
        language,
    )


def areas_of(viewer: Actor, language: Language) -> dict[str, str]:
    """Return code → name of the areas that ``viewer`` administers, the country first."""
    store = reading.store()
    latest = publications.latest(store)
    names = reading.area_names(latest, language) if latest is not None else {}
    named = {COUNTRY: catalog(language).gettext("Whole country")} | names
    return {
        code: named.get(code, code)
        for code, place in sorted(accounts.places(store).items())
        if may(viewer, "administer", place)
    }


def indicators(language: Language) -> dict[str, str]:
    """Return code → name of the indicators."""
    newest = publications.latest(reading.store())
    return {} if newest is None else reading.indicator_names(newest, language)


def _ask_right(view: View, areas: dict[str, str], named: dict[str, str], key: str) -> Callable[[], Grant]:
    """Ask for a role, an area and indicators; return what makes the grant of them."""
    _, language = view.gettext, view.language

    def explained(role: str) -> str:
        explanation = _(words.ROLES_EXPLAINED[role])
        return _("{role}: {explanation}").format(role=words.role(role, language), explanation=explanation)

    hold(f"right.{key}", language, [f"{key}.{part}" for part in ("role", "area", "indicators")])
    roles = get_args(Role)
    role = role_of(st.selectbox(_("Role"), roles, format_func=explained, key=f"{key}.role") or roles[0])
    area = st.selectbox(
        _("Area"), list(areas), format_func=lambda code: f"{areas[code]} {code}", key=f"{key}.area"
    )
    codes = st.multiselect(
        _("Indicators"),
        list(named),
        format_func=named.__getitem__,
        key=f"{key}.indicators",
        placeholder=_("All indicators; only reporters can be restricted to some"),
    )
    return lambda: Grant(role, area, frozenset(codes) if codes else None)


def _do(work: Callable[[], str | None], said: str, language: Language) -> None:
    """Do what was asked for and show the page anew with what it came to; say what is refused."""
    try:
        token = work()
    except (AccountError, DeniedError) as error:
        st.error(error.message(language))
        return
    except StoreError:
        _ = catalog(language).gettext
        st.error(_("Nothing was saved: the database did not take it. Please try again."))
        return
    st.session_state[SAID] = said
    if token is not None:
        base = (st.context.url or "").rpartition("/")[0]
        st.session_state[LINK] = links.address_of(token, base or None)
    st.rerun()


def _state(account: Account) -> str:
    if account.disabled_at is not None:
        return "disabled"
    return "active" if account.has_password else "invited"


def _right(grant: Grant, areas: dict[str, str], language: Language) -> str:
    _ = catalog(language).gettext
    text = words.role_in(grant.role, areas.get(grant.area_code, grant.area_code), language)
    if grant.indicators is None:
        return text
    return _("{right} ({number} indicators)").format(right=text, number=len(grant.indicators))
