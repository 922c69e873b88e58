"""The work that is not done in a request: the kinds, the dispatcher that rings, the worker that does it."""
