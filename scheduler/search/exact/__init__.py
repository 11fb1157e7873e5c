"""Proofs: the full model, its decomposition and symmetry, and bounds from parts of it."""
