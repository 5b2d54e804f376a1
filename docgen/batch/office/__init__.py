"""Batches that a service takes in: received, kept in line, run one at a time, given out again.

For routes and pages: `rows.list_batches`, `rows.find_batch`, `rows.cancel`, `rows.resume`,
`reception.receiving` and `reception.hand_in`, `look.read_items`, `Foreman.progress` and
`Foreman.look`; `Batch.plan(register)` names the files of a batch.
"""
