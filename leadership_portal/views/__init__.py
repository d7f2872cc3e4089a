"""The roof's own pages: home, health, and what is shown when something is wrong."""
