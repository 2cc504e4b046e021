"""Sections (各部分) of the monthly bulletin, in the words that an office writes."""
