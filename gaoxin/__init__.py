"""gaoxin: runs a Chinese high-tech zone (高新区), from a headline to an evidenced bulletin."""
