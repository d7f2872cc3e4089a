"""What the work was worth: visit records, visit evaluations and deployment evaluations."""
