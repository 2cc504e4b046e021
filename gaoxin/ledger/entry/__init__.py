"""Entry (登记): what officers record by hand, with its evidence, on pages of its own."""
