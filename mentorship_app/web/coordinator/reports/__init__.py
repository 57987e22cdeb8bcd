"""Reports: asked for, read as a page, downloaded."""
