"""Sheet at work (评分过程): drafts on several devices, blind papers, the calibration case."""
