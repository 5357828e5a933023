"""What `./bench` measures. Figures are shown, never asserted; a disagreement of answers is."""
