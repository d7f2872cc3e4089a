"""What is asked about schools and posts."""
