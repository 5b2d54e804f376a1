"""How close a document may be set before paper is spent, and when: the same for PDF and Word.

GB/T 9704-2012 5.2.2: 22 lines a page, which may be adjusted where a case asks for it.
"""

# A page before the last may be half empty at most. One less full than FULL, or a last page with no
# more than FEW on it, could be spared.
HALF, FULL, FEW = 0.5, 0.8, 0.35
# The pitch of 23 and of 24 lines a page, by that of 22.
CLOSER_PITCH, CLOSEST_PITCH = 27.7 / 28.95, 26.5 / 28.95
