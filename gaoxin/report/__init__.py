"""Report (通报): bulletins whose every number opens, and checking of anybody's tables."""
