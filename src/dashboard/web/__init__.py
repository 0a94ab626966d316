"""What answers over HTTP: pages, API, headers."""
