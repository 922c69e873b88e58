"""A year played by made-up people: for the demo, for the benchmarks, and to see that the rules hold."""
