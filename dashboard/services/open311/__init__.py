"""What other systems report and ask by Open311."""
