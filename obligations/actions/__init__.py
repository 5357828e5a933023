"""Every write: keyword-only functions that say `by` whom, in one transaction, with an event."""
