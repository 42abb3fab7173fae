"""Pictures that come in: videos, stills, webcams, each frame with its own time."""
