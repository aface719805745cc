"""Every rule and field that a rejected row is told by has a name for people."""

import pytest

from dabiao.settings import Language
from dabiao.wording import rejections
from dabiao.wording.fields import field_name
from etl.checks import FIELD_COUNT_RULE
from etl.files import FILE_OF
from etl.rulebook import RULES
from etl.rules import column_rules, rejected_reference

LANGUAGES: tuple[Language, ...] = ("zh", "en")

CODES = {
    FIELD_COUNT_RULE,
    *(rule.code for table, file in FILE_OF.items() for rule in [*column_rules(file), *RULES[table]]),
    *(
        rejected_reference(file, column).code
        for file in FILE_OF.values()
        for column in file.columns
        if column.refers is not None
    ),
}


def test_every_rule_has_a_name_and_no_name_is_left_over() -> None:
    assert rejections.RULE_NAMES.keys() == CODES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_rule_or_field_is_told_by_its_id(language: Language) -> None:
    assert not [code for code in CODES if rejections.rule_name(code, language) == code]
    columns = {column.name for file in FILE_OF.values() for column in file.columns}
    assert not [column for column in columns if field_name(column, language) == column]


def test_what_is_wrong_with_a_whole_row_names_no_field() -> None:
    assert rejections.place("", "en") == "the whole row"
    assert rejections.place("value", "zh") == "实际值"
