"""Demo of cultivation (培育演示): invented diagnoses and evaluation values, all from the seed."""
