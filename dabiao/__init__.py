"""达标 Dabiao: stated targets, reported progress, and how far each area has come."""
