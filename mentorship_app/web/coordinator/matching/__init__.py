"""The matching workbench: proposed pairs, and what people decide about them."""
