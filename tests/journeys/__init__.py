"""The stories the portal is for, told in a real browser from the first page to the last."""
