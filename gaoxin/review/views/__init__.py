"""Review (评审): the office's screens."""
