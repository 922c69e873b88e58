"""The audit file of a match: purpose, tasks, qualification, consents and delivered contact."""
