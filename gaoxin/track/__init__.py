"""Track (督查): monthly reports, rates, lights, leaders in charge, visits, issues."""
