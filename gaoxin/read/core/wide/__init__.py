"""Wide reading (通读): numbers, percents, money, dimensions and days of any Chinese wording.

The press grammar of `core.scan` reads what a bulletin means; this one reads every number there
is, as people type it into a cell or a question (二百五, 三又四分之一, 两万两千, 7折).
"""
