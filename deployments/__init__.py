"""Support asked for, matched, agreed, visited and paid."""
