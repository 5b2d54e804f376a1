#!/bin/sh
# Run a command with its temporary files in memory, where the machine has room for them.
#
# The tests copy and delete offices by the thousand. On a disk each file waits for its journal and
# its number is looked for long: a tenth more processor time in all. A run holds 0.7 GB at most.
set -eu
folder=/dev/shm
room=6000000 # kB, of memory and of the folder

free=$(df -Pk "$folder" 2>/dev/null | awk 'NR == 2 { print $4 }')
memory=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null)
if [ "${free:-0}" -lt "$room" ] || [ "${memory:-0}" -lt "$room" ] || [ ! -w "$folder" ]; then
	exec "$@"
fi

TMPDIR=$(mktemp -d "$folder/docgen-XXXXXX")
export TMPDIR
chmod 755 "$TMPDIR" # A database server of the tests runs as somebody else.
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
"$@"
