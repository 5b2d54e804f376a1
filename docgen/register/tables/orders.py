"""工单: what other systems sent the office, what their columns mean, what it was reminded of."""

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table, Text, UniqueConstraint

from docgen.register.tables.ground import METADATA, MOMENT

# 工单: what other systems' exports say of an order, once each; from `dispatched_at` on what most
# exports lack and the office knows itself (when it is due, who signed it in, when the caller was
# reached, whether it counts).
orders = Table(
    "orders",
    METADATA,
    Column("system", String(20), primary_key=True),
    Column("number", String(60), primary_key=True),
    Column("received_at", MOMENT, nullable=False, index=True),
    Column("closed_at", MOMENT, index=True),
    Column("order_type", String(20)),
    Column("nature", String(20)),
    Column("state", String(40)),
    Column("topic", String(200)),
    Column("tags", String(200)),
    Column("title", Text),
    Column("text", Text),
    Column("caller", String(80)),
    Column("caller_phone", String(80)),
    Column("district", String(80)),
    Column("street", String(80)),
    Column("enterprise", String(200)),
    Column("unit", String(120)),
    Column("result", Text),
    Column("reply", Text),
    Column("solved", String(20)),
    Column("satisfied", String(20)),
    Column("dispatched_at", MOMENT),
    Column("due_at", MOMENT, index=True),
    Column("urgency", String(20)),
    Column("signed_in_at", MOMENT),
    Column("signed_in_by", String(80)),
    Column("contacted_at", MOMENT),
    Column("handler", String(80)),
    Column("jd_related", String(20)),
    Column("not_counted", String(200)),
    Column("case_ref", String(60), index=True),
    Column("imported_at", MOMENT, nullable=False),
    Column("called_back_at", MOMENT),
    Column("callbacks", Integer),
    Column("callback_result", String(20)),
)

# What the headings of a source's lists mean: our column by heading, as somebody put it right once;
# the encoding of its lists of text, in which what it wants back is written.
order_mappings = Table(
    "order_mappings",
    METADATA,
    Column("system", String(20), primary_key=True),
    Column("headings", JSON, nullable=False),
    Column("encoding", String(20), nullable=False),
    Column("changed_by", String(80), nullable=False),
    Column("changed_at", MOMENT, nullable=False),
)

# 提醒: of which order or case, for which hour, when it was given, how, by whom and to whom. One is
# given once: `subject` and `hour` are its own. What fell due open is reported: then `hour` is the
# moment it fell due and `reported` is true. `response` is what the person reminded answered.
reminders = Table(
    "reminders",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("subject", String(120), nullable=False),
    Column("hour", MOMENT, nullable=False, index=True),
    Column("reported", Boolean, nullable=False),
    Column("told", String(120), nullable=False),
    Column("given_at", MOMENT, nullable=False),
    Column("given_by", String(80), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("response", String(60)),
    Column("acknowledged", Boolean, nullable=False),
    UniqueConstraint("subject", "hour", "reported"),
)
