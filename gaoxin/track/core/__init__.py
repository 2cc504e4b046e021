"""Pure part of track (督查): facts, lights, progress, ranking, urging; today is an argument."""
