"""What is drawn, as geometry: the lifter's figure, and which moments are shown."""
