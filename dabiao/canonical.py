"""The one text of some content: what digests are taken over, and what is kept of views.

Digests on paper and in databases rest on it: not a character of it can ever be another.
"""

import json


def text(content: object) -> str:
    """Return content as JSON with sorted keys, no spaces, and letters as they are.

    Raises:
        TypeError: the content holds something that JSON does not know.
        ValueError: it holds a number that is none.
    """
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
