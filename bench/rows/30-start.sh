# From starting the program to its first answer, on the data of the demo city.
all=
for round in 1 2 3 4 5; do
    all="$all $(node "$root/bench/first_answer.mjs" $port_ours "$jizhi" serve --data "$work/demo" \
        --listen 127.0.0.1:$port_ours)"
done
say "  $all"
middle=$(median $all)
row "start to first answer, ms" "< 300" "$middle" "" "" "$(verdict "$middle" '<' 300)"
