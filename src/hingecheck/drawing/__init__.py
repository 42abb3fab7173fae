"""Drawing: figures and text on pictures, the live window, and video files."""
