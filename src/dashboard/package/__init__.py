"""The data package: read, checked, typed."""
