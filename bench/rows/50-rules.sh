# Level and pay of 10,000 workers with matched-rule trace on two threads: the rules alone, on the
# demo's workers in memory.
data=$(copy_of_demo rules)
answer=$("$(dirname "$load")/bench_rules" "$data" 10000 2)
say "  $answer"
seconds=$(field "$answer" seconds)
row "level and pay of 10,000 workers with trace, s" "< 0.1" "$seconds" "" "" \
    "$(verdict "$seconds" '<' 0.1)"
