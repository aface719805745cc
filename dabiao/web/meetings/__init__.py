"""The parts of the pages on meetings."""
