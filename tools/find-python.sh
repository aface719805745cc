#!/bin/sh
# Runs its arguments with a Python that is new enough: the one of .venv, else $PYTHON, else what is on the PATH.
# Nothing else can tell an old Python apart from a syntax error, so this part is shell.
set -u

too_old=
without_venv=
for name in .venv/bin/python ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    python=$(command -v "$name") || continue
    "$python" -c 'import sys
if sys.version_info < (3, 11): sys.exit(10)
if sys.prefix == sys.base_prefix: import ensurepip, venv' >/dev/null 2>&1 </dev/null
    case $? in
    0) exec "$python" "$@" ;;
    10) too_old="$too_old $name" ;;
    1) without_venv="$without_venv $name" ;;
    esac
done

if [ -n "$without_venv" ]; then
    echo "Python cannot create environments here:$without_venv lacks ensurepip. Install it (Debian, Ubuntu: apt install python3-venv) and run this again." >&2
else
    echo "Python 3.11 or newer is needed${too_old:+ (too old:$too_old)}. Install one, or name one: make PYTHON=/path/to/python3 …" >&2
fi
exit 2
