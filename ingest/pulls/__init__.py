"""取数. Where a source's deliveries are fetched from: a database, a folder, an SFTP server."""
