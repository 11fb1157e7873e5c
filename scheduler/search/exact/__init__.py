"""What proves: the full model, its decomposition and symmetry breaking, and bounds from parts of the week."""
