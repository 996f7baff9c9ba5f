"""What goes on paper: PDFs by typst, whose templates take data as JSON alone, so that no text is read as markup."""
