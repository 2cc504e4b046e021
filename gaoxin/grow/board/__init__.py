"""Board (梯级看板): rungs, movements of a year, who is within reach, what is due, the rules."""
