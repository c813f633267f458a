# One record as JSON, requests per processor second of the server, against the peer.
rounds=3
seconds=4
day=$(TZ=Asia/Shanghai date +%F)

start_ours "$work/demo"
sign_in
query "$work/demo" "SELECT '/api/v1/records/worker/' || id FROM r_worker ORDER BY id" >"$work/paths"
curl -s -H "cookie: $cookie" "http://127.0.0.1:$port_ours/api/v1/meta" >"$work/meta.json"
install_peers
node "$root/bench/peer/server.mjs" --port $port_peer --db "$work/demo/jizhi.db" \
    --keys "$work/demo/keys" --meta "$work/meta.json" --day "$day" >"$work/peer.log" 2>&1 &
peer=$!
trap 'stop_ours; kill $peer 2>/dev/null' EXIT
wait_for $port_peer
node "$root/bench/equal.mjs" $port_ours $port_peer "$cookie" "$work/paths"

measure() { # PORT PID
    "$load" --port "$1" --pid "$2" --clients 32 --seconds $seconds --warm 1 \
        --header "Cookie: $cookie" --get "$work/paths"
}
all_ours= all_peer= raw_ours= raw_peer=
for round in $(seq $rounds); do
    answer=$(measure $port_ours "$ours")
    all_ours="$all_ours $(field "$answer" per_cpu_second)"
    raw_ours="$raw_ours $(field "$answer" per_second)"
    say "  ours $answer"
    answer=$(measure $port_peer "$peer")
    all_peer="$all_peer $(field "$answer" per_cpu_second)"
    raw_peer="$raw_peer $(field "$answer" per_second)"
    say "  peer $answer"
done
a=$(median $all_ours)
b=$(median $all_peer)
ratio=$(calc "$a / $b")
row "one record as JSON, requests per processor second" "1.4 × Fastify + better-sqlite3" "$a" "$b" \
    "$ratio" "$(verdict "$ratio" '>=' 1.4)"
row "the same, requests per second (both share the machine with the load)" "" \
    "$(median $raw_ours)" "$(median $raw_peer)" "" told
row "memory under that load, MB" "" "$(resident "$ours")" "$(resident "$peer")" "" told
