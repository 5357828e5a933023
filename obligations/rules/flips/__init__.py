"""What would make an answer another: ways found, each tried by answering again."""
