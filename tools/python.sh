#!/bin/sh
# Print which Python to set up with: the distribution's own where it is new enough, else the one on
# the PATH. Distributions compile theirs with measured profiles; one compiled by hand without takes
# a fifth more time for everything this project does.
for python in /usr/bin/python3 python3; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "$python"
        exit
    fi
done
echo python3
