"""Taking in (收件): files and pasted texts; a long one is read piece by piece."""
