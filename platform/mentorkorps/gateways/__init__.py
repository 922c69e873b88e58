"""The doors to the outside: the only packages that speak to a network."""
