"""An invented alliance to try the portal on: its places, its people and its story so far."""
