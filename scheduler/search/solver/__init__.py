"""The only code of the search that runs a solver: CP-SAT, GLOP and HiGHS."""
