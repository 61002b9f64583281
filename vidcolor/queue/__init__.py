"""Renders that wait for each other, each made by a process of its own."""

from vidcolor.queue.jobs import Job, JobError, JobSpec, JobState
from vidcolor.queue.running import RenderQueue

__all__ = ["Job", "JobError", "JobSpec", "JobState", "RenderQueue"]
