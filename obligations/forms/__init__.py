"""The forms people fill in. They read what was sent; actions decide whether it is recorded."""
