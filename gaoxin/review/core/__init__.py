"""Pure part of review (评审): schemes, scores, panel, process, ranking; today is an argument."""
