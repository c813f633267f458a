# What the rows share. Sourced by bench/run, which sets $root, $work, $jizhi, $load and $table.

port_ours=18180
port_peer=18181
account=admin
password=Demo-2026-admin

say() { printf '%s\n' "$*" >&2; }

# row WHAT AT_LEAST OURS PEER RATIO VERDICT: one line of the table.
row() { printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$6" >>"$table"; }

# field JSON NAME: a number or text of a flat JSON object.
field() { printf '%s' "$1" | sed -n "s/.*\"$2\":\"\{0,1\}\([^,\"}]*\).*/\1/p"; }

# calc EXPRESSION [DIGITS]: arithmetic with fractions.
calc() { awk "BEGIN { printf \"%.${2:-2}f\", $1 }"; }

# verdict VALUE OP BOUND
verdict() { awk "BEGIN { print ($1 $2 $3) ? \"met\" : \"missed\" }"; }

# median NUMBER…
median() { printf '%s\n' "$@" | sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }

wait_for() { # PORT
    tries=0
    until curl -sf -o /dev/null "http://127.0.0.1:$1/healthz" ||
        curl -s -o /dev/null "http://127.0.0.1:$1/"; do
        tries=$((tries + 1))
        [ $tries -lt 200 ] || { say "no answer on port $1"; return 1; }
        sleep 0.05
    done
}

start_ours() { # DATA [NAME=VALUE…]: sets $ours
    data=$1
    shift
    env "$@" "$jizhi" serve --data "$data" --listen 127.0.0.1:$port_ours >"$work/ours.log" 2>&1 &
    ours=$!
    wait_for $port_ours
}

stop_ours() {
    kill "$ours" 2>/dev/null || true
    wait "$ours" 2>/dev/null || true
}

# Signs in; sets $cookie (the session's) and $csrf.
sign_in() {
    answer=$(curl -s -D "$work/head" -H 'content-type: application/json' \
        -d "{\"login\":\"$account\",\"password\":\"$password\"}" \
        "http://127.0.0.1:$port_ours/api/v1/session")
    cookie=$(sed -n 's/^[Ss]et-[Cc]ookie: \(jizhi_session=[^;]*\).*/\1/p' "$work/head" | tr -d '\r')
    csrf=$(field "$answer" csrf)
    [ -n "$cookie" ] && [ -n "$csrf" ] || { say "cannot sign in: $answer"; return 1; }
}

# resident PID: memory in use in MB.
resident() { awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$1/status"; }

# What is measured beside ours, built for the node that runs it: one of them is partly C++.
install_peers() {
    wanted_peers="$(node --version) $(sha256sum <"$root/bench/peer/package-lock.json")"
    [ "$(cat "$root/bench/peer/node_modules/.made-for" 2>/dev/null)" = "$wanted_peers" ] && return
    (cd "$root/bench/peer" && npm ci --silent --no-audit --no-fund)
    echo "$wanted_peers" >"$root/bench/peer/node_modules/.made-for"
}

# The demo city, made once for all rows.
demo_data() {
    [ -f "$work/demo/.made" ] && return
    rm -rf "$work/demo"
    say "making the demo city…"
    "$jizhi" demo --data "$work/demo" >"$work/demo.log" 2>&1 || { tail -3 "$work/demo.log" >&2; return 1; }
    touch "$work/demo/.made"
}

# copy_of_demo NAME: a data folder that a row may change; prints its path.
copy_of_demo() {
    rm -rf "${work:?}/$1"
    cp -r "$work/demo" "$work/$1"
    printf '%s' "$work/$1"
}

# query DATA SQL
query() { sqlite3 -readonly "$1/jizhi.db" "$2"; }
