"""Why an answer is what it is, and what is not known: reasons, traces, questions, events."""
