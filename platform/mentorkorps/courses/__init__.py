"""The course a pair follows: expectations, goals, activities, short contacts, supporters, events and training."""
