"""Parts of the page of a squad that are about its cases."""
