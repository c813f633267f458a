# A durable change of one record over HTTP by 16 clients; then kill -9 while they send.
data=$(copy_of_demo durable)
start_ours "$data"
trap stop_ours EXIT
sign_in
day=$(TZ=Asia/Shanghai date +%F)
query "$data" "SELECT '/api/v1/records/worker/' || id || '/changes' || char(9) ||
    '{\"values\":{\"note\":\"bench {n}\"},\"effective_from\":\"$day\",\"reason\":\"bench\"}'
    FROM r_worker WHERE ended_on IS NULL ORDER BY id" >"$work/changes"

send() { # SECONDS ACKNOWLEDGED_FILE
    "$load" --port $port_ours --pid "$ours" --clients 16 --seconds "$1" --warm 0 \
        --header "Cookie: $cookie" --header "X-CSRF-Token: $csrf" --post "$work/changes" \
        --acknowledged "$2"
}
answer=$(send 4 "$work/acknowledged-1") || true
say "  $answer"
rate=$(field "$answer" per_second)
p99=$(calc "$(field "$answer" p99_micros) / 1000" 1)
row "durable single-record change, 16 clients, per second" "8000" "$rate" "" "" \
    "$(verdict "$rate" '>=' 8000)"
row "the same: 99 % answered within, ms" "" "$p99" "" "" told

send 5 "$work/acknowledged-2" >"$work/killed.json" 2>/dev/null &
sender=$!
sleep 2
kill -9 "$ours"
wait $sender || true
start_ours "$data"
cat "$work/acknowledged-1" "$work/acknowledged-2" | sed -n 's/.*"note":"\(bench [0-9-]*\)".*/\1/p' |
    sort >"$work/promised"
query "$data" "SELECT json_extract(delta, '\$.note') FROM record_version
    WHERE delta LIKE '%bench %'" | sort >"$work/kept"
lost=$(comm -23 "$work/promised" "$work/kept" | wc -l)
row "acknowledged changes lost by kill -9 (of $(wc -l <"$work/promised"))" "0" "$lost" "" "" \
    "$(verdict "$lost" '==' 0)"
