"""Papers of a review (评审文书): minutes, result letter, and promised against actual years on."""
