"""Other ways to solve the same week, to be measured beside this program: one plain model, and two solvers for it."""
