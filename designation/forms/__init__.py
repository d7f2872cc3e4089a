"""What is asked in designation."""
