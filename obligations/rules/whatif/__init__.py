"""Changes tried on paper: a service as it would be, and the difference in words."""
