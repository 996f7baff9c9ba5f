"""The demo's cameras: scenes that move, drawn when somebody looks, and the HTTP server that shows them."""
