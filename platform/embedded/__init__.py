"""The launcher: servers from wheels, front-end packages, and one supervisor. The product never imports it."""
