"""What a correct week is, as a CP-SAT model: places, variables, one function per rule, tiers, and the way back."""
