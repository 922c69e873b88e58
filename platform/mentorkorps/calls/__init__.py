"""The call list: whom to ring today, why, and what each call came to."""
