"""What somebody brings to the bureau: a complaint or a report, each handled by its own papers."""

MATTERS = {"complaint": "投诉", "report": "举报"}
