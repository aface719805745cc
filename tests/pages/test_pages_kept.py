"""What a page asks of the database when it is shown again: what cannot have changed since is kept."""

import pytest

from dabiao.settings import settings
from tests.asked import recorded
from tests.pages.filling import open_form, reporter, with_reporter
from tests.pages.running import Show


@pytest.mark.parametrize("page", ["overview", "area", "indicator", "target", "tasks", "compare"])
def test_a_page_shown_again_asks_whether_there_is_a_new_publication_and_no_more(
    show: Show, published: str, page: str
) -> None:
    path = f"progress/{page}.py"
    show(path)
    with recorded(published) as asked:
        show(path)
        assert asked() == ["publications"]


@pytest.mark.usefixtures("office")
@pytest.mark.begins(after=with_reporter)
def test_a_form_shown_again_reads_rights_and_return_anew_and_nothing_that_is_published() -> None:
    app = open_form(reporter())
    with recorded(settings().database) as asked:
        app.run()
        assert [name for name in asked() if name != "latest_publication"] == [
            "session_holder",  # for the menu around the page, then for the page
            "session_holder",
            "return_cells",
            "return_exceptions",
            "return_submissions",
        ]
