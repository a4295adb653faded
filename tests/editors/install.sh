#!/bin/sh
# install.sh DEST: the terminal editors of these tests, below DEST, from Debian. A second call does nothing.
#
# Called by run.sh. Needs Debian on the machine and patchelf (PATCHELF=FILE). Ends with status 3 where an editor could
# not be had, and says which; the tests of that one are skipped with that reason.
set -u

here=$(cd "$(dirname "$0")" && pwd)
dest=$1
mkdir -p "$dest"

# get NAME SUITE "PACKAGE..." "BINARY...": one editor in DEST/NAME, unless it is there. Three tries: mirrors stumble.
get() {
  stamp=$dest/$1/.complete-$2
  [ -e "$stamp" ] && return 0
  for attempt in 1 2 3; do
    rm -rf "${dest:?}/$1"
    if sh "$here/debian_tool.sh" "$2" "$dest/$1" "$3" "$4"; then
      touch "$stamp"
      return 0
    fi
    echo "$1: attempt $attempt failed" >&2
  done
  echo "NOT TESTED: $1 could not be had from Debian $2" >&2
  return 1
}

status=0
get neovim-0.12 forky neovim usr/bin/nvim || status=3
get neovim-0.10 trixie neovim usr/bin/nvim || status=3
get helix forky hx usr/lib/hx/hx || status=3
get emacs trixie emacs-nox usr/bin/emacs-nox || status=3
get vim trixie "vim vim-ale" usr/bin/vim.basic || status=3
get luacheck trixie lua-check usr/bin/lua5.1 || status=3
exit $status
