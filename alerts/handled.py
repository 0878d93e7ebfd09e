"""处置表. What is said of alerts beside moving them: silences, merging, answers."""

import sqlalchemy as sa

from alerts.schema import CHANGES, Instant, ledger

unanswered = sa.Table(
    "unanswered",
    ledger,
    sa.Column("noting", sa.Integer, sa.ForeignKey("noting.number"), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("period", sa.Text, primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    comment="What a night could not answer, of what has alerts, and which input was missing",
)
wording = sa.Table(
    "wording",
    ledger,
    sa.Column("noting", sa.Integer, sa.ForeignKey("noting.number"), primary_key=True),
    sa.Column("code", sa.Text, primary_key=True),
    sa.Column("region", sa.Text, primary_key=True),
    sa.Column("edition", sa.Text, nullable=False),
    sa.Column("limits", sa.Text, nullable=False),
    comment="The edition and the limits that a rule was asked with, where they are new that night",
)
silence = sa.Table(
    "silence",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("code", sa.Text),
    sa.Column("region", sa.Text),
    sa.Column("unit", sa.Text),
    sa.Column("subject", sa.Text),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("at", Instant, nullable=False),
    comment="Alerts that are not to be shown up to a day: what they match, who said so, and why",
)
silence_end = sa.Table(
    "silence_end",
    ledger,
    sa.Column("silence", sa.Integer, sa.ForeignKey("silence.number"), primary_key=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", Instant, nullable=False),
    comment="Silences that were ended before their day",
)
bundling = sa.Table(
    "bundling",
    ledger,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("alert", sa.Integer, sa.ForeignKey("alert.number"), primary_key=True, index=True),
    sa.Column("bundle", sa.Integer),
    sa.Column("before", sa.Integer),
    comment="Alerts merged into one, split off it, and that undone; an alert's last line holds",
)
preview = sa.Table(
    "preview",
    ledger,
    sa.Column("token", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False, index=True),
    sa.Column("members", sa.Text, nullable=False),
    comment="Sets of alerts as they were shown before a step on all of them",
    info=CHANGES,
)
