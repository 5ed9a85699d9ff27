#!/bin/sh
# What a training does to the visitors of a server on the same machine ("A training beside a server" in performance.md).
#
#     docs/experiments/training-beside-server.sh DATA HELD [PAIRS]
#
# A server, a training on DATA with HELD that is stopped and continued by SIGSTOP and SIGCONT, and in turn 'load' alone and
# beside it, PAIRS times (3) each; every second pair begins beside it. EACH is the seconds of one load (40), PORT the
# server's (18080; the operators' is the next). Nothing else should be at work. Needs no more than 'balancehead' itself.
set -eu

[ $# -ge 2 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1 held=$2 pairs=${3:-3} each=${EACH:-40} port=${PORT:-18080}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
server= training=

end() {
    [ -z "$training" ] || { kill -CONT "$training"; kill -KILL "$training"; } 2>/dev/null || :
    [ -z "$server" ] || kill "$server" 2>/dev/null || :
    wait
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

fail() {
    echo "$1" >&2
    tail -n 5 "$2" >&2
    exit 1
}

load() { # file of its figures, seconds
    "$root/balancehead" load --url "ws://localhost:$port/v1/stream" --sessions 1 --fps 12 --camera-fps 12 --seconds "$2" \
        --json "$1" >"$work/load.log" 2>&1
}

p99() { # file of a load's figures
    awk -F: '/"name" : "frame_age_p99_ms"/ { found = 1 }
        found && /"value"/ { printf "%.1f", $2; exit }' "$1"
}

steps() {
    tail -n 2 "$work/run/losses.csv" | sed -n "1s/,.*//p" # the last line may be cut short
}

measure() { # alone or beside
    before=$(steps)
    [ "$1" = alone ] || kill -CONT "$training"
    load "$work/$1.json" "$each" || fail "The load failed:" "$work/load.log"
    kill -STOP "$training" || fail "The training has ended:" "$work/training.log"
    age=$(p99 "$work/$1.json")
    [ -n "$age" ] || fail "Nobody saw a view; give a longer EACH:" "$work/load.log"
    trained=$(($(steps) - before))
}

"$root/balancehead" --version >/dev/null # builds it, where that is needed
"$root/balancehead" serve --port "$port" --admin-port $((port + 1)) >"$work/server.log" 2>&1 &
server=$!
until load "$work/warm.json" "$each"; do
    kill -0 "$server" 2>/dev/null || fail "The server did not start:" "$work/server.log"
done
JAVA_OPTS="${JAVA_OPTS:-} -Dbalancehead.training.curve-steps=1" "$root/balancehead" train --preset tiny --condition none \
    --vicico off --batch 32 --steps 1000000 --every 1000000 --save-minutes 10000 --data "$data" --held "$held" \
    --out "$work/run" >"$work/training.log" 2>&1 &
training=$!
until [ "$(steps 2>/dev/null || :)" -ge 3 ] 2>/dev/null; do
    kill -0 "$training" 2>/dev/null || fail "The training did not start:" "$work/training.log"
    sleep 1
done
kill -STOP "$training"

pair=1
while [ "$pair" -le "$pairs" ]; do
    order="alone beside"
    [ $((pair % 2)) -eq 1 ] || order="beside alone"
    for how in $order; do
        measure "$how"
        if [ "$how" = alone ]; then
            alone=$age
        else
            beside=$age taken=$trained
        fi
    done
    echo "$alone $beside $taken" | tee -a "$work/pairs" | awk -v pair="$pair" '{
        printf "pair %d: frame age p99 %.0f ms alone, %.0f ms beside, ratio %.2f; %d steps of training meanwhile\n",
            pair, $1, $2, $2 / $1, $3 }'
    pair=$((pair + 1))
done
awk -v each="$each" '{ alone += $1; beside += $2; steps += $3 }
    END { printf "all %d pairs of %d s: frame age p99 %.0f ms alone, %.0f ms beside (means), ratio %.2f; %.2f steps a second\n",
        NR, each, alone / NR, beside / NR, beside / alone, steps / NR / each }' "$work/pairs"
