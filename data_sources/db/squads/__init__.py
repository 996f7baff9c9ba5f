"""What the page of a squad reads of cases."""
