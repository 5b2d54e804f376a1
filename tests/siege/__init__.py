"""All attacks at once on the real service, while twenty lawful clients get their documents.

    python -m tests.siege 300

prints one JSON object: what the lawful got and waited, how `/healthz` answered, and what `register
gaps` and `register audit` say afterwards. `tests/test_siege.py` does the same for twenty seconds.
"""
