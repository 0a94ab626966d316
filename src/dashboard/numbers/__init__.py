"""Every number and every list that is shown."""
