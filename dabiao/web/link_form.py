"""What every form that makes a link has: a password, what was refused, and the address, shown once."""

import datetime as dt
from dataclasses import dataclass

import streamlit as st

from dabiao import links
from dabiao.accounts import WeakPasswordError
from dabiao.locale import catalog
from dabiao.refusal import RefusalError
from dabiao.rights import DeniedError
from dabiao.settings import Language
from dabiao.store import StoreError
from dabiao.views import SavedView
from dabiao.web import linked, reading, session, ui


@dataclass(frozen=True)
class Wish:
    """A link that is asked for."""

    view: SavedView
    label: str
    expires_at: dt.datetime
    opens_at: dt.datetime | None = None
    """None where it opens at once."""


@dataclass(frozen=True)
class LinkForm:
    """A form that makes links; its callbacks run without the shell, so who asks is asked anew."""

    name: str
    """First part of the keys of its fields and of what the session keeps for it."""
    language: Language

    @property
    def has_made(self) -> bool:
        """Return whether a link was made whose address has not been forgotten."""
        return self._made in st.session_state

    def ask_password(self) -> None:
        """Ask for a password, which may be left empty."""
        st.text_input(
            catalog(self.language).gettext("Password (optional, at least 12 characters)"),
            type="password",
            autocomplete="new-password",
            key=f"{self.name}.password",
        )

    def make(self, wish: Wish) -> None:
        """Make the link as the fields say, or keep why it is refused until that is shown."""
        said = st.session_state
        try:
            token = links.share(
                reading.store(),
                session.actor(),
                wish.view,
                label=wish.label,
                opens_at=wish.opens_at,
                expires_at=wish.expires_at,
                password=said[f"{self.name}.password"] or None,
            )[1]
        except (RefusalError, DeniedError, WeakPasswordError) as error:
            self.refuse(error)
        except StoreError:
            said[self._refused] = catalog(self.language).gettext(
                "Nothing was saved: the database did not take it. Please try again."
            )
        else:
            said[self._made] = token.text

    def refuse(self, error: RefusalError | DeniedError | WeakPasswordError) -> None:
        """Keep why no link is made until that is shown."""
        st.session_state[self._refused] = error.message(self.language)

    def show_made(self) -> None:
        """Show the address of the link that was made."""
        st.success(
            catalog(self.language).gettext("The link is made. Its address is shown now and never again.")
        )
        show_link(linked.address(st.session_state[self._made], base()), self.language)

    def show_refused(self) -> None:
        """Say once why no link was made."""
        if (refused := st.session_state.pop(self._refused, None)) is not None:
            st.error(refused)

    def forget(self) -> None:
        """Forget the address of the link that was made."""
        st.session_state.pop(self._made, None)

    @property
    def _made(self) -> str:
        return f"{self.name}.made"

    @property
    def _refused(self) -> str:
        return f"{self.name}.refused"


def code(address: str) -> str:
    """Return the QR code of an address as the address of an image."""
    import segno  # not before a link is made: the server starts without it

    return segno.make(address, error="m", micro=False).svg_data_uri(scale=4, border=4, light="#ffffff")


def show_link(address: str, language: Language) -> None:
    """Show the address of a link, to be copied, and its QR code."""
    st.code(address, language=None, wrap_lines=True)
    ui.show("qr", language, image=code(address), address=address)


def base() -> str | None:
    """Return where the browser says that it reaches the server."""
    return (st.context.url or "").rpartition("/")[0] or None
