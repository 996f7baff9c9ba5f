"""Pure pandas: frames in, frames out."""
