"""What several groups of pages share: the frame, lists, files, the interview, who works where."""
