"""Linear relaxation of a week, day by day: a bound of unmet care, and seats rounded from it.

Seats of parallel groups are a pigeonhole problem, in which clause learning flounders; their linear relaxation is nearly
integral. A one-to-one session is only given its day, which is what makes it small: 1.1 s for fixed 240 by GLOP, where
one start by start took 4 to 7 s.
"""
