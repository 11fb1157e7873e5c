"""The model: each rule against its independent check, and optimality by brute force."""
