# Import of a 10,000-row roster as an office keeps it, 300 rows of it faulty: reading the file,
# dry run and commit of the good rows, from starting the program to its end.
roster=$work/roster.xlsx
"$jizhi" demo --roster "$roster" --rows 10000 --faulty 300 >/dev/null

seconds_of() { # COMMAND…: wall time
    begin=$(date +%s%N)
    "$@" >"$work/import.log" 2>&1
    calc "($(date +%s%N) - $begin) / 1000000000"
}
checks= imports=
for round in 1 2 3; do
    data=$(copy_of_demo import)
    checks="$checks $(seconds_of "$jizhi" import worker "$roster" --dry-run --data "$data")"
    imports="$imports $(seconds_of "$jizhi" import worker "$roster" --good --data "$data")"
    say "  $(tail -1 "$work/import.log")"
done
say "  dry run $checks; dry run and commit $imports"
both=$(median $imports)
row "import of a 10,000-row roster, dry run + commit, s" "< 2" "$both" "" "" \
    "$(verdict "$both" '<' 2)"
row "the same: dry run alone, s" "" "$(median $checks)" "" "" told
again=$(seconds_of "$jizhi" import worker "$roster" --good --data "$data")
row "the same file once more: $(tail -1 "$work/import.log"), s" "" "$again" "" "" told
