"""What tests of every kind share."""

pytest_plugins = [
    "tests.postgres",
    "tests.databases",
    "tests.demonstration",
    "tests.together",
    "tests.hashing",
]
