"""What gunicorn reads as its settings, once and before its workers part: with the package of this file the whole product is
imported, so that the workers share it and each starts in half the time. Connections are made after that, by each its own."""
