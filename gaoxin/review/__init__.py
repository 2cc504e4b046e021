"""Admission review (评审准入): five dimensions, three types of projects, graded by size."""
