"""What a condition is: a frozen tree, read in three truths."""
