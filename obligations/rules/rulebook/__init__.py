"""The law of one release as the evaluator reads it, and the words of its facts."""
