# Sourced by bin/run and bin/test: Python, native libraries and the locked packages in .venv.
# Plain POSIX sh. Every failure says what to do next. Expects $ROOT to be the checkout.

NATIVE_PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
NATIVE_LIBRARIES="libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0"
VENV="$ROOT/.venv"

say() {
    printf '%s\n' "$*"
}

# fail WHAT [NEXT STEP]...
fail() {
    printf '\n%s\n' "$1" >&2
    shift
    for line; do printf '  %s\n' "$line" >&2; done
    exit 1
}

# How to become root without asking for a password; 77 if there is no way.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
        sudo -n "$@"
    else
        return 77
    fi
}

# install_packages PACKAGE...: through apt where we may, else the one line to type.
install_packages() {
    why="This machine lacks packages of its system:"
    command -v apt-get >/dev/null 2>&1 || fail "$why $*" \
        "There is no apt-get here, and those are their names on Debian and Ubuntu." \
        "Install what your system calls them, then run this again."
    can_root=0
    as_root true || can_root=$?
    [ "$can_root" != 77 ] || fail "$why type this line, then run the command again." \
        "sudo apt-get install -y --no-install-recommends $*"
    say "Installing Debian packages: $* ..."
    # The package lists of a fresh machine are empty or old: fetch them only if the first try fails.
    apt_install "$@" >/dev/null 2>&1 || { as_root apt-get update -qq && apt_install "$@" >/dev/null; } ||
        fail "apt-get could not install: $*" \
            "Read its message above; most often the network or a proxy is missing. Then run this again."
}

apt_install() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

can_make_venv() {
    "$1" -c 'import ensurepip, venv' >/dev/null 2>&1
}

# Asks the loader, not dpkg: a library may be there without its package, or the package for another architecture.
native_libraries_load() {
    # shellcheck disable=SC2086  # one word per library is meant
    "$1" -c 'import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]' $NATIVE_LIBRARIES >/dev/null 2>&1
}

# Sets PYTHON to an interpreter of 3.11 or later, one that can make a virtual environment if there is such.
find_python() {
    chosen=
    for candidate in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3; do
        command -v "$candidate" >/dev/null 2>&1 && new_enough "$candidate" || continue
        [ -n "$chosen" ] || chosen=$candidate
        if can_make_venv "$candidate"; then
            chosen=$candidate
            break
        fi
    done
    if [ -z "$chosen" ]; then
        found=$(python3 --version 2>/dev/null || echo "no python3")
        fail "Python 3.11 or later is needed; this machine has $found." \
            "Debian 12 and Ubuntu 24.04 bring it: sudo apt-get install -y python3 python3-venv" \
            "If it lies elsewhere, name it: PYTHON=/path/to/python3.12 $0"
    fi
    PYTHON=$chosen
}

# need_system_packages PYTHON [PACKAGE]...: all that is missing in one step, so that there is one line to type.
need_system_packages() {
    python=$1
    shift
    # Debian ships the part of Python that makes virtual environments as a package of its own.
    can_make_venv "$python" || set -- "$@" "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    # shellcheck disable=SC2086  # one word per package is meant
    native_libraries_load "$python" || set -- "$@" $NATIVE_PACKAGES
    [ $# -gt 0 ] || return 0
    install_packages "$@"
    can_make_venv "$python" || fail "$python still cannot make a virtual environment." \
        "Check that '$python -c \"import ensurepip\"' works, then run this again."
    native_libraries_load "$python" || fail "These libraries are installed, but not all load: $NATIVE_LIBRARIES" \
        "Run 'sudo ldconfig' and try again; 'mentorship doctor' shows which one fails."
}

need_disk_space() {
    free=$(df -Pk "$ROOT" | awk 'NR == 2 { print $4 }')
    [ "${free:-0}" -ge $(($1 * 1024)) ] || fail "The disk of $ROOT has $((free / 1024)) MB left; installing needs $1 MB." \
        "Free some space, then run this again."
}

# An environment whose Python is gone (a system upgrade, a moved folder) is made anew.
make_venv() {
    if [ -e "$VENV" ] && ! { new_enough "$VENV/bin/python" && [ -x "$VENV/bin/pip" ]; }; then
        say "The Python environment in .venv is incomplete or too old: making it anew."
        rm -rf "$VENV"
    fi
    [ ! -e "$VENV" ] || return 0
    say "Making .venv with $("$PYTHON" --version) ..."
    "$PYTHON" -m venv "$VENV" || fail "Could not make $VENV." "The folder $ROOT must be writable for this user."
}

pip_install() {
    PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 "$VENV/bin/python" -m pip install --no-input "$@" ||
        fail "The packages could not be installed; what was downloaded is kept." \
            "The network is away: connect, or set HTTPS_PROXY=http://proxy:port, or PIP_INDEX_URL to your own mirror." \
            "A hash that does not match: someone changed a file on the way; do not go on, report it." \
            "Then run this again."
}

# prepare_environment LOCK MEGABYTES [SYSTEM PACKAGE]...: skipped in a blink when the lock is the one installed.
prepare_environment() {
    lock=$1
    megabytes=$2
    shift 2
    cd "$ROOT" || fail "The folder $ROOT is gone."
    if new_enough "$VENV/bin/python"; then PYTHON="$VENV/bin/python"; else find_python; fi
    need_system_packages "$PYTHON" "$@"
    make_venv
    if ! is_installed "$lock" requirements-build.txt "$lock"; then
        may_install
        need_disk_space "$megabytes"
        say "Installing the packages named in $lock (checked by hash; the first time takes about a minute) ..."
        pip_install -q --require-hashes --only-binary :all: -r requirements-build.txt
        # One package is published as source only; it is pure Python and built with the setuptools just installed.
        pip_install --require-hashes --only-binary :all: --no-binary flask-principal --no-build-isolation -r "$lock"
        note_installed "$lock" requirements-build.txt "$lock"
    fi
    # The command itself, whose name and place stand in setup.cfg.
    if ! is_installed mentorship setup.cfg pyproject.toml; then
        may_install
        pip_install -q --no-deps --no-index --no-build-isolation -e .
        note_installed mentorship setup.cfg pyproject.toml
    fi
}

# is_installed NAME FILE...: whether these files are still what NAME was installed from.
is_installed() {
    stamp="$VENV/installed-$1"
    shift
    [ "$(cat "$stamp" 2>/dev/null)" = "$(cat "$@" | cksum)" ]
}

note_installed() {
    stamp="$VENV/installed-$1"
    shift
    cat "$@" | cksum >"$stamp"
}

may_install() {
    [ -w "$VENV" ] || fail "$VENV belongs to another user, and packages must be installed in it." \
        "Start as the user who made it, or remove it: sudo rm -r $VENV"
}
