"""The training window: choose, start, follow, steer and use training runs."""
