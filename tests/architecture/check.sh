#!/bin/sh
# The house rules that a machine can see. Prints each breach as file:line, ends with a count.
set -eu
cd "$(dirname "$0")/../.."
exec python3 tests/architecture/check.py
