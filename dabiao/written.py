"""Texts that people write, as they are kept."""


def visible(given: str) -> str:
    """Return a text without characters that nobody sees, some of which turn what stands around them."""
    spaced = (" " if one.isspace() and one != "\n" else one for one in given)
    return "".join(one for one in spaced if one.isprintable() or one == "\n").strip()
