"""Measurements of the program, and the caseloads they are made on."""
