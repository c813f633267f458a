# Level and pay of a million workers through the packs' own rules, by columns on one core, with the
# rules that were hit; a share of them compared with one-by-one evaluation, to the last digit. Then
# changed rules rehearsed on the same roster: the first change with its baseline, and a further one.
data=$(copy_of_demo roster)
answer=$(taskset -c 0 "$(dirname "$load")/bench_roster" "$data" 1000000 1)
say "  $answer"
seconds=$(field "$answer" seconds)
unequal=$(field "$answer" unequal)
row "level and pay of 1,000,000 workers with the rules hit, one core, s" "< 1" "$seconds" "" "" \
    "$(verdict "$seconds" '<' 1)"
row "the same: unequal to one by one (of $(field "$answer" compared) compared)" "0" "$unequal" "" \
    "" "$(verdict "$unequal" '==' 0)"
first=$(field "$answer" first)
row "simulation on 1,000,000 workers, one core: first change with its baseline, s" "< 2.5" \
    "$first" "" "" "$(verdict "$first" '<' 2.5)"
further=$(field "$answer" further)
row "the same: a further change, s" "< 1" "$further" "" "" "$(verdict "$further" '<' 1)"
