"""`python -m tests.example_media` to the files in `specs/media/`."""

from tests.example_media import FOLDER, make

if __name__ == "__main__":
    make(FOLDER)
