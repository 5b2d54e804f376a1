"""What the review of a request not to be assessed rests on: four angles, and dated rules."""
