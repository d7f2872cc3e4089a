"""How many tasks of a kind a home page shows: nobody reads more before doing one."""

MOST = 30
