"""What is drawn: figures and words on pictures, the live window, videos written."""
