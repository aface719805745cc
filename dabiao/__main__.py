"""``python -m dabiao``."""

from dabiao.cli import app

app(prog_name="python -m dabiao")
