"""`python -m seedjob`."""

from seedjob.cli import main

if __name__ == "__main__":
    main()
