"""What is asked for, and the rows that it leaves."""
