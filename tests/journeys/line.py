"""The line between a page and its server, which a test can cut or hold."""

from playwright.sync_api import Page, WebSocketRoute


class Line:
    """What a page speaks to the server through: either side can go unheard, and it can be cut."""

    def __init__(self, page: Page) -> None:
        """Lay it before the page is loaded."""
        self.dead = False
        """Whether what the page says reaches nobody."""
        self.parts: list[WebSocketRoute] = []
        self._held: list[str | bytes] | None = None
        page.route_web_socket("**/_stcore/stream", self._connect)

    def _connect(self, part: WebSocketRoute) -> None:
        server = part.connect_to_server()
        part.on_message(lambda message: None if self.dead else server.send(message))
        server.on_message(lambda message: self._hear(part, message))
        self.parts.append(part)

    def _hear(self, part: WebSocketRoute, message: str | bytes) -> None:
        if self._held is None:
            part.send(message)
        else:
            self._held.append(message)

    def cut(self) -> None:
        """End the connection; the page makes another."""
        self.dead = False
        self.parts[-1].close()

    def hold(self) -> None:
        """Keep back what the server says."""
        self._held = []

    def release(self) -> None:
        """Let through what was kept back, and all that follows."""
        held, self._held = self._held or [], None
        for message in held:
            self.parts[-1].send(message)
