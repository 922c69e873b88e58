"""The demo's surroundings in one process: identity provider, mail tray and clock. The product never imports it."""
