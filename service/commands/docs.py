"""`pursewatch docs`: writes the generated pages of the documentation anew."""

import typer

from alerts import pages, procedure_pages
from alerts.catalogue import all_rules
from dashboards.letters import page
from ingest.feeds import all_feeds
from service import cli, feed_pages, role_pages, show


def hang(app: typer.Typer) -> None:
    """Hang the command on the console."""
    app.command(hidden=True)(docs)


def docs() -> int:
    """Write the generated pages of `docs/` anew; for those who change the product."""
    rules = all_rules()
    pages.write(rules)
    procedure_pages.write()
    feeds = all_feeds()
    feed_pages.write(feeds, rules)
    page.write()
    role_pages.write()
    show.say(f"pages of {len(rules)} rules and {len(feeds)} feeds written")
    return cli.DONE
