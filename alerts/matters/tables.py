"""事项表. The record of matters; `matter_standing` is derived and can be made again."""

import sqlalchemy as sa

from alerts.schema import CHANGES, Instant, Yuan, ledger

matter = sa.Table(
    "matter",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("unit", sa.Text),  # that answers for it
    sa.Column("opened_at", Instant, nullable=False),
    sa.Column("opened_by", sa.Text, nullable=False),
    sa.Column("recurs", sa.Integer, sa.ForeignKey("matter.number"), index=True),
    sa.Column("origin", sa.Text),  # what it comes from, once only: audit_problem/410100/P17
    sa.Column("source", sa.Text, nullable=False),  # JSON: the sitting, the deputy, the vote …
    sa.UniqueConstraint("origin"),
)
matter_move = sa.Table(
    "matter_move",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),  # its line of the chain
    sa.Column("matter", sa.Integer, sa.ForeignKey("matter.number"), nullable=False),
    sa.Column("nth", sa.Integer, nullable=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("behalf", sa.Text),  # the leader on leave that the actor stands in for
    sa.Column("move", sa.Text, nullable=False),
    sa.Column("from_state", sa.Text, nullable=False),
    sa.Column("to_state", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False),  # JSON: what the step came with
    sa.UniqueConstraint("matter", "nth"),
)
matter_alert = sa.Table(
    "matter_alert",
    ledger,
    sa.Column("matter", sa.Integer, sa.ForeignKey("matter.number"), primary_key=True),
    sa.Column("alert", sa.Integer, sa.ForeignKey("alert.number"), primary_key=True, index=True),
    sa.Column("at_stake", Yuan),  # when it was handed over
    sa.Column("severity", sa.Text, nullable=False),
)
matter_file = sa.Table(
    "matter_file",
    ledger,
    sa.Column("move", sa.Integer, sa.ForeignKey("matter_move.number"), primary_key=True),
    sa.Column("nth", sa.Integer, primary_key=True),
    sa.Column("matter", sa.Integer, sa.ForeignKey("matter.number"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    comment="Evidence that came with a step; its content is kept by its hash",
)
letter_number = sa.Table(
    "letter_number",
    ledger,
    sa.Column("letter", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("nth", sa.Integer, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("matter", sa.Integer, sa.ForeignKey("matter.number"), index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.UniqueConstraint("text"),
    comment="Numbers of papers, by kind and year without gaps; a void one stays",
)
letter_void = sa.Table(
    "letter_void",
    ledger,
    sa.Column("text", sa.Text, sa.ForeignKey("letter_number.text"), primary_key=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    comment="Numbers whose paper does not hold",
)
delegation = sa.Table(
    "delegation",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("leader", sa.Text, nullable=False),
    sa.Column("deputy", sa.Text, nullable=False, index=True),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    comment="Leaders on leave, and who takes their steps for the time",
)
reply_draft = sa.Table(
    "reply_draft",
    ledger,
    sa.Column("matter", sa.Integer, sa.ForeignKey("matter.number"), primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("words", sa.Text, nullable=False),
    sa.Column("saved_at", Instant, nullable=False),
    comment="Replies that are being written; they are no record until they are given",
    info=CHANGES,
)
matter_standing = sa.Table(
    "matter_standing",
    ledger,
    sa.Column("matter", sa.Integer, sa.ForeignKey("matter.number"), primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("region", sa.Text, nullable=False),
    sa.Column("unit", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),  # its last move
    sa.Column("moves", sa.Integer, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("addressee", sa.Text, nullable=False),
    sa.Column("letter", sa.Text, nullable=False),
    sa.Column("letter_number", sa.Text),
    sa.Column("level", sa.Text),
    sa.Column("opened_on", sa.Date, nullable=False),
    sa.Column("issued_on", sa.Date),
    sa.Column("received_on", sa.Date),
    sa.Column("first_replied_on", sa.Date),
    sa.Column("replied_on", sa.Date),
    sa.Column("closed_on", sa.Date),
    sa.Column("due_on", sa.Date),
    sa.Column("exempt_until", sa.Date),
    sa.Column("look_back_on", sa.Date),
    sa.Column("vote", sa.Text),
    sa.Column("result", sa.Text),
    sa.Column("put_right", Yuan),
    sa.Column("unchanged", sa.Boolean, nullable=False),  # status changed, number did not
    sa.Column("audit_closed_on", sa.Date),
    sa.Column("at_stake", Yuan),
    sa.Column("open", sa.Boolean, nullable=False),
    sa.Column("order_on", sa.Date, nullable=False),  # the deadline, or the end of days
    sa.Index("ix_matter_standing_order", "open", "order_on", "matter"),
    sa.Index("ix_matter_standing_unit", "unit", "open", "order_on", "matter"),
    comment="Where each matter stands, derived from the record",
    info=CHANGES,
)
