"""What trainings learn from: photos, frames of films, classes, splits and statistics."""
