"""Inputs that nobody thought of, by the thousand: none brings the program down."""
