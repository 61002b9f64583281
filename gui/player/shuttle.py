"""The keys J, K and L as editors know them: faster with each press, frame by frame with K held."""

from __future__ import annotations

_FASTEST = 8.0


class Shuttle:
    """Knows the speed that is wanted; each key says what is to be done.

    Attributes:
        speed: in seconds of the film for one second; negative: backwards; 0: it stands.
    """

    def __init__(self) -> None:
        self.speed = 0.0
        self._held = False

    def forwards(self) -> int:
        """L: play, or twice as fast as before.

        Returns:
            Frames to go on instead, because K is held.
        """
        return self._push(1)

    def backwards(self) -> int:
        """J: as L, in the other direction."""
        return self._push(-1)

    def hold(self) -> None:
        """K goes down: stand still; J and L step until :meth:`release`."""
        self.speed = 0.0
        self._held = True

    def release(self) -> None:
        """K goes up."""
        self._held = False

    def toggle(self) -> None:
        """Space: play at the film's own speed, or stand still."""
        self.speed = 0.0 if self.speed else 1.0

    def stop(self) -> None:
        """Stand still, whoever says so."""
        self.speed = 0.0

    def _push(self, way: int) -> int:
        if self._held:
            return way
        # Against the direction the other one begins anew, as in editors.
        goes_on = self.speed * way > 0
        self.speed = way * min(abs(self.speed) * 2, _FASTEST) if goes_on else float(way)
        return 0
