"""The demonstration: generated targets of sub-areas and generated figures, loaded quarter by quarter.

Nothing here is a real figure. What is generated, and which line shows what, stands in ``docs/demo.md``.
"""
