# Level and pay of 10,000 workers with the rules hit, on two threads, from records in memory: by
# columns, as rehearsals compute them; beside it one by one with sentences kept, as a person's page.
data=$(copy_of_demo rules)
answer=$("$(dirname "$load")/bench_roster" "$data" 10000 2)
say "  $answer"
seconds=$(field "$answer" seconds)
row "level and pay of 10,000 workers with the rules hit, s" "< 0.1" "$seconds" "" "" \
    "$(verdict "$seconds" '<' 0.1)"
answer=$("$(dirname "$load")/bench_rules" "$data" 10000 2)
say "  $answer"
row "the same one by one, with trace, s" "" "$(field "$answer" seconds)" "" "" told
