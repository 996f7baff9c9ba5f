"""Pure plotly figures."""
