"""From payload to case to words: read, judged, reviewed, masked, made ready to print."""
