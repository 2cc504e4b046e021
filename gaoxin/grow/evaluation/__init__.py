"""Zone evaluation (高新区综合评价): the national tables as figures with targets."""
