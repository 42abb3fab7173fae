"""From raw detections to the lifter's clean track: tracking, cleaning, camera view, angles with their error."""
