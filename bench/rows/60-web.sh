# The pages in Chromium: what the shell weighs at the first load, and how soon the rows that a
# filter means stand on the screen, in a roster of more than 10,000.
data=$(copy_of_demo web)
roster=$work/roster-web.xlsx
"$jizhi" demo --roster "$roster" --rows 10000 --faulty 0 >/dev/null
"$jizhi" import worker "$roster" --good --data "$data" >"$work/web-import.log"
(cd "$root/tests/e2e" && [ -d node_modules/playwright-core ] ||
    npm ci --silent --ignore-scripts --no-audit --no-fund)
start_ours "$data"
trap stop_ours EXIT
answer=$(node "$root/bench/web.mjs" "http://127.0.0.1:$port_ours/" $account $password roster 10000)
say "  $answer"
kilobytes=$(calc "$(field "$answer" bytes) / 1000" 1)
row "web: shell, first load ($(field "$answer" encodings)), KB" "<= 100" "$kilobytes" "" "" \
    "$(verdict "$kilobytes" '<=' 100)"
middle=$(field "$answer" median)
row "web: filter of $(field "$answer" rows) rows seen on the page, ms" "<= 100" "$middle" "" "" \
    "$(verdict "$middle" '<=' 100)"
row "the same: nine of ten within, ms" "" "$(field "$answer" ninety)" "" "" told
