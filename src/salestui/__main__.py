"""`python -m salestui`, and what the installed command runs."""

import gc

# The collector is off while modules load and a short command runs: it finds nothing and costs a tenth of the time.
gc.disable()


def main() -> int:
    """Run the command line; returns its exit code."""
    from salestui.cli.main import run

    try:
        return run()
    finally:
        # Leaving, the interpreter looks through every object once more: a fifth of a command that has loaded the ORM.
        gc.freeze()


if __name__ == "__main__":
    raise SystemExit(main())
