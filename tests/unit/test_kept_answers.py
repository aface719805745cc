"""Answers are kept by the memory they take: a mapping of thousands counts for what it is."""

from dataclasses import dataclass

import polars as pl
import pytest

from dabiao.web import reading

MANY = 20_000


@dataclass(frozen=True)
class Held:
    """An answer of several parts."""

    rows: pl.DataFrame


NUMBERS = pl.DataFrame({"number": range(MANY)})


@pytest.mark.parametrize(
    ("answer", "least"),
    [
        ({f"{code:06}": f"name of {code}" for code in range(MANY)}, MANY * 100),
        ([(f"{code:06}", {code}) for code in range(MANY)], MANY * 100),
        (NUMBERS, NUMBERS.estimated_size()),
        ([Held(NUMBERS), Held(NUMBERS)], 2 * NUMBERS.estimated_size()),
        (7, reading.SMALLEST),
    ],
)
def test_an_answer_counts_for_the_memory_it_takes(answer: object, least: int) -> None:
    reading.close()

    @reading.kept
    def question(publication: int) -> object:
        return answer

    question(1)
    assert least <= reading._answers.currsize < 10 * least
    reading.close()
    assert reading._answers.currsize == 0
