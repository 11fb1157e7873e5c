"""Clinics that differ in structure from one another and from those of ``planted``, each hard for another reason."""
