"""Who may do what in designation; filled in below."""
