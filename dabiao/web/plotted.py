"""A figure on its way through Streamlit to Plotly: not validated anew, and not drawn once more for it."""

import hashlib
import json
from typing import Any

from plotly.basedatatypes import BaseFigure

from dabiao.charts.theme import Figure


class Plotted(BaseFigure):  # type: ignore[misc]  # Plotly has no types
    """A figure that Streamlit sends as it is.

    A plain mapping it would first make a ``plotly.graph_objects.Figure`` of, for every viewer. That costs
    2-4 ms and adds Plotly's template, which is larger than most of our figures and has each chart drawn once
    more: Streamlit's page hands a figure to Plotly twice, and takes a copy of it, which is not the same
    object and so a change. For lists of data and of labels ``datarevision`` says whether they have changed.
    """

    def __init__(self, figure: Figure) -> None:
        """Take a figure of `dabiao.charts`, whose every value JSON knows; tests validate each."""
        said = json.dumps(figure, sort_keys=True).encode()
        revision = {"datarevision": hashlib.sha256(said).hexdigest()}
        self._plotted = figure | {"layout": figure["layout"] | revision}

    def to_dict(self) -> dict[str, Any]:
        """Return the figure's ``data`` and ``layout``."""
        return self._plotted
