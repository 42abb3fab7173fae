"""Pose models behind one interface: from pictures to people; saved poses, and a fake."""
