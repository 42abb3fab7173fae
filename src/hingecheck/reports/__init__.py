"""Reports as text or page: terminal, JSON, series, HTML, exports, live events and speech."""
