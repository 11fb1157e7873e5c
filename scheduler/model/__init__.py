"""What a correct week is, as a CP-SAT model: candidates, variables, a function for each rule, tiers, decoding."""
