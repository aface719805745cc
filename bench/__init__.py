"""Measurements on generated data: loading, judged views, memory. No test, and nothing here judges a time."""
