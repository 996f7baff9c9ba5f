"""Components of the page of the rules of dispatch."""
