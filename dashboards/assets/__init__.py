"""What the pages serve and did not write: fetched by a committed lock into `static/vendor`."""
