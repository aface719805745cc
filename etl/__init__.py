"""From hand-edited CSV files to one numbered publication: read, check every row, load, report."""
