"""Tests of studies, capacity and the clinics of a network."""
