"""`python -m service`, the same as `pursewatch`."""

from service.cli import main

if __name__ == "__main__":
    main()
