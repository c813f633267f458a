# Resident memory: after the start, and while 16 clients page, filter and search the roster.
start_ours "$work/demo"
trap stop_ours EXIT
sleep 2
idle=$(resident "$ours")
row "memory idle, MB" "< 40" "$idle" "" "" "$(verdict "$idle" '<' 40)"
sign_in
{
    for sort in name -hired_on level; do
        for region in 2204 220402 220421; do
            echo "/api/v1/records/worker?limit=50&sort=$sort&region=$region"
        done
    done
    for word in zs wang 21 zhang; do echo "/api/v1/records/worker?limit=50&q=$word"; done
} >"$work/lists"
"$load" --port $port_ours --pid "$ours" --clients 16 --seconds 6 --warm 0 \
    --header "Cookie: $cookie" --get "$work/lists" >"$work/lists.json" || true
say "  $(cat "$work/lists.json")"
busy=$(resident "$ours")
row "memory under load on the roster, MB" "< 120" "$busy" "" "" "$(verdict "$busy" '<' 120)"
