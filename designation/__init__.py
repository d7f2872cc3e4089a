"""Becoming, being and remaining a system leader."""
