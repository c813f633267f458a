# Sourced by ./run and ./test: installs what packages.txt lists and builds program and web pages.
# POSIX sh. Every step says what it does, and is skipped when nothing changed since the last time.

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; return; fi
    command -v sudo >/dev/null && { sudo "$@"; return; }
    say "This needs root once: $* (这一步需要 root 权限：请用 root 运行一次，或先安装 sudo)"
    return 1
}

# The packages that are not there yet. Where node and npm came from elsewhere they are left alone:
# Debian's would replace them.
missing_packages() {
    grep -v '^#' packages.txt | while read -r package; do
        [ -n "$package" ] || continue
        case "$package" in nodejs | npm) command -v "${package%js}" >/dev/null && continue ;; esac
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            printf '%s ' "$package"
    done
}

install_packages() {
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    say "Installing Debian packages (安装系统软件包): $missing"
    as_root apt-get update -qq
    # shellcheck disable=SC2086  # one word a package
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}

# The web tools want node 22; Debian 12 has 18. npm brings one into a folder of our own.
use_node() {
    [ -d build/node/bin ] && PATH="$PWD/build/node/bin:$PATH" && export PATH
    major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
    [ "${major:-0}" -ge 22 ] && return 0
    say "Installing node 22 for the web build (安装网页构建工具)"
    mkdir -p build/node-package
    npm install --prefix build/node-package --no-save --no-audit --no-fund --ignore-scripts=false \
        node@22 >build/node-package/log 2>&1 || { cat build/node-package/log; return 1; }
    mkdir -p build/node
    ln -sfn ../node-package/node_modules/node/bin build/node/bin
    PATH="$PWD/build/node/bin:$PATH"
    export PATH
}

# What the web pages are made from, as one digest.
web_digest() {
    find web -type f -not -path 'web/node_modules/*' -not -path 'web/dist/*' -print0 |
        sort -z | xargs -0 cat | sha256sum | cut -d' ' -f1
}

install_web() {
    [ -f web/package-lock.json ] || return 0
    lock=$(sha256sum web/package-lock.json | cut -d' ' -f1)
    [ "$(cat web/node_modules/.lock-digest 2>/dev/null)" = "$lock" ] && return 0
    say "Installing web packages (安装网页依赖)"
    (cd web && npm ci --ignore-scripts --no-audit --no-fund)
    echo "$lock" >web/node_modules/.lock-digest
}

build_web() {
    [ -f web/package.json ] || return 0
    use_node
    install_web
    digest=$(web_digest)
    [ -f web/dist/index.html ] && [ "$(cat build/web-digest 2>/dev/null)" = "$digest" ] && return 0
    say "Building the web pages (构建网页)"
    (cd web && npm run build)
    echo "$digest" >build/web-digest
}

# build_program PRESET [TARGET...]
build_program() {
    preset=$1
    shift
    # ccache must not take a precompiled header for a change in every file.
    export CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
    # What one checkout compiled serves another: the cache sees paths from the checkout on.
    export CCACHE_BASEDIR="$PWD" CCACHE_NOHASHDIR=1 CCACHE_MAXSIZE=10G
    say "Building the program, $preset (编译程序)"
    [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >build/cmake.log ||
        { cat build/cmake.log; return 1; }
    NINJA_STATUS='[%f/%t, %e s] ' cmake --build "build/$preset" --parallel "$(nproc)" ${1:+--target "$@"}
}

set_up() {
    mkdir -p build
    install_packages
    build_web
}
