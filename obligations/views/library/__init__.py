"""The public library: the law data for everyone, without an account, on any day."""
