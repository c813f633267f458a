# Decisions and expressions on one core: one case at a time, through JSON, over columns; beside two
# peers with the same models and inputs, whose answers must be the same.
decisions=${BENCH_DECISIONS:-$(dirname "$load")/bench_decisions}
cases=$work/decisions
one_core=
command -v taskset >/dev/null && one_core="taskset -c 1"
mkdir -p "$cases"
install_peers

$one_core "$decisions" "$cases" >"$work/decisions.ours"
$one_core node "$root/bench/peer/decisions.mjs" "$cases" >"$work/decisions.peers"
for answers in small.cells small.chain small.eval; do
    cmp "$cases/$answers" "$cases/small.ours" || { say "the answers in $answers differ"; return 1; }
done
cmp "$cases/expression.feelin" "$cases/expression.ours" || { say "the answers of the expression differ"; return 1; }

# figure FILE WHAT [FIELD]: what was measured.
figure() { field "$(grep "\"what\":\"$2\"" "$1")" "${3:-per_second}"; }
ours() { figure "$work/decisions.ours" "$@"; }
peer() { figure "$work/decisions.peers" "$@"; }

small=$(ours "small one")
cells=$(peer "feelin cells")
chain=$(peer "feelin chain")
feelin=$cells
[ "$chain" -gt "$cells" ] && feelin=$chain
eval_js=$(peer dmn-eval-js)
say "  feelin: cells $cells/s, chain $chain/s; dmn-eval-js $eval_js/s"
row "20-rule UNIQUE table, one case at a time, typed inputs, per second" 5000000 "$small" "" "" \
    "$(verdict "$small" '>=' 5000000)"
ratio=$(calc "$small / $feelin" 0)
row "the same beside @bpmn-io/feelin, its closures kept" "100 ×" "$small" "$feelin" "$ratio" \
    "$(verdict "$ratio" '>=' 100)"
ratio=$(calc "$small / $eval_js" 0)
row "the same beside @hbtgmbh/dmn-eval-js" "1,000 ×" "$small" "$eval_js" "$ratio" \
    "$(verdict "$ratio" '>=' 1000)"
json=$(ours "small json")
row "the same through JSON in, JSON out, per second" 400000 "$json" "" "" \
    "$(verdict "$json" '>=' 400000)"
batch=$(ours "small batch")
row "the same over columns, rows per second" 100000000 "$batch" "" "" \
    "$(verdict "$batch" '>=' 100000000)"
expression=$(ours "expression batch")
feelin=$(peer "feelin expression")
row "arithmetic if of 6 variables over columns, rows per second" 100000000 "$expression" "$feelin" \
    "$(calc "$expression / $feelin" 0)" "$(verdict "$expression" '>=' 100000000)"
large=$(ours "large batch")
row "3,700-rule table of 6 numeric columns, rows per second" 1500000 "$large" "" "" \
    "$(verdict "$large" '>=' 1500000)"
parse=$(ours "large model" parse_ms)
row "the same: read and compile, ms" "< 200" "$parse" "" "" "$(verdict "$parse" '<' 200)"
times=$(ours "large model" times_xml)
row "the same: memory held, times the XML" "< 3" "$times" "" "" "$(verdict "$times" '<' 3)"

suite=${JIZHI_SHARED:-$root/../shared}/conformance/dmn-tck
if [ -d "$suite" ]; then
    best=999999
    for round in 1 2 3; do
        before=$(date +%s%N)
        said=$($one_core "$jizhi" dmn tck "$suite" 2>&1 | tail -1)
        after=$(date +%s%N)
        took=$(((after - before) / 1000000))
        [ "$took" -lt "$best" ] && best=$took
    done
    seconds=$(calc "$best / 1000")
    row "the conformance run ($said), s" "< 3" "$seconds" "" "" "$(verdict "$seconds" '<' 3)"
fi
