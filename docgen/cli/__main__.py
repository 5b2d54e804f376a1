"""Run the command line as `python -m docgen.cli`."""

from docgen.cli import main

main()
