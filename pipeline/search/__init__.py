"""One lemma-aware static index, read by the page and by the command line."""
