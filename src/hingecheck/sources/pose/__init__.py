"""Pictures in, people out: pose models behind one seam, poses as they were saved, and a fake."""
