"""Digital diagnosis (数字化诊断): questionnaire, level, the cheapest path, history, peers."""
