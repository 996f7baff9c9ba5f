"""Pure rules of the trade: no I/O, no clock, no logging; `now` is always an argument."""
