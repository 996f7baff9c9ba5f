"""Cases: what is wrong in the city, from the report to the closing (GB/T 30428.8)."""
