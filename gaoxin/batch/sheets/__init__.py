"""Sheets (表格): files as offices send them: their encodings, their rows, their titles."""
