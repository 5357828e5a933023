"""What is told of a subject: values by fact and side."""
