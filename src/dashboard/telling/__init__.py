"""Numbers in words, the same for page, slide and file."""
