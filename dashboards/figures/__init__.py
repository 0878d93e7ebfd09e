"""One file, one answer: what a block of a page says, with the numbers under it."""
