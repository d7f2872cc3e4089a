"""What every case shares: lifecycle, history, letters, links, documents and certificates."""
