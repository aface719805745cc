"""The sections of the page on data and method: what the rules are, what is on record, what is missing."""
