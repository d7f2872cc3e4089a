"""What the roof asks: how people come in, who holds which post, and which letters a manager looks for."""
