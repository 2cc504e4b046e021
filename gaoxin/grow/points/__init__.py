"""Innovation points (创新积分): ranking by life stage with reasons."""
