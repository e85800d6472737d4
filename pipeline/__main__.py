"""`python -m pipeline` is the command `stenogram`."""

from pipeline.cli import main

if __name__ == "__main__":  # child processes import this module again
    main()
