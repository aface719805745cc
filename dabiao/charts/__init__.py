"""Charts: a frame in, a figure out. No database, no page, no formula of the method.

A figure is the plain mapping that Plotly draws (``data`` and ``layout``): building and validating the class
for it costs more than the query behind a page, so tests validate every figure instead of every request.
"""
