"""The product: a corps of business mentors, shared by municipalities."""
