"""Camera-event sources: one file each, exporting CAMERA_SOURCE."""
