"""Training: the modules, page by page, and what one keeps of them."""
