#!/bin/sh
# Install the system libraries and fonts that are missing (Debian, Ubuntu; root or sudo);
# with `tests` as its argument also the database server and the programs that the tests try,
# with `image` it fails where a developer may go on without the 仿宋 face.
# What is there already is left alone, so this can be run again and again.
set -eu

PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig
          fonts-noto-cjk fonts-lxgw-wenkai fonts-dejavu-core"
[ "${1:-}" = tests ] && PACKAGES="$PACKAGES postgresql chromium-headless-shell poppler-utils logrotate"
FANG_DIR=/usr/local/share/fonts/fandol
FANG=FandolFang-Regular.otf

python=${PYTHON:-python3}
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "需要 Python 3.11 或更新版本。" >&2
    exit 1
}
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    PACKAGES="$PACKAGES python3-venv"
fi

if ! command -v apt-get >/dev/null; then
    echo "不是 Debian 或 Ubuntu：请自行安装 $PACKAGES 和字体 $FANG。" >&2
    exit 0
fi

as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"

missing=""
for package in $PACKAGES; do
    dpkg -s "$package" >/dev/null 2>&1 || missing="$missing $package"
done

fang_missing=yes
for folder in "$FANG_DIR" /usr/share/texlive/texmf-dist/fonts/opentype/public/fandol; do
    [ -e "$folder/$FANG" ] && fang_missing=""
done

[ -z "$missing" ] && [ -z "$fang_missing" ] && exit 0

$as_root apt-get update -qq
if [ -n "$missing" ]; then
    echo "安装：$missing"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        $missing >/dev/null
fi

# The 仿宋 face is four files in a large TeX package: take the files, not TeX with it.
if [ -n "$fang_missing" ]; then
    echo "安装仿宋字体 $FANG"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    chmod 755 "$work"
    if (cd "$work" && apt-get download -qq texlive-lang-chinese >/dev/null 2>&1); then
        dpkg-deb --fsys-tarfile "$work"/texlive-lang-chinese_*.deb |
            tar -x -C "$work" --wildcards '*/opentype/public/fandol/FandolFang-Regular.otf'
        $as_root install -D -m 644 "$(find "$work" -name "$FANG")" "$FANG_DIR/$FANG"
    else
        echo "没有取到 $FANG，仿宋改用霞鹜文楷代替（docgen doctor 会写明）。" >&2
        if [ "${1:-}" = image ]; then exit 1; fi
    fi
fi
