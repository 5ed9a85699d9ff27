#!/bin/sh
# The experiment of condition-matters.md: five configurations, each with two seeds, trained alike and then measured.
#
#     docs/experiments/condition-matters.sh DATA HELD OUT [STEPS] [SEEDS]
#
# DATA is trained on and measured against, HELD is what 'train' shows figures of, OUT gets a folder for each run and the
# table. A run that was stopped goes on; more STEPS continue all of them. DATA needs features: dataset describe --encoder
# faceres, or of the encoder that ENCODER names. DEVICE=gpu0 trains on a GPU, and ATONCE=1 all runs of a seed at the same
# time, for which NVIDIA's MPS is worth starting.
set -eu

[ $# -ge 3 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1 held=$2 out=$3 steps=${4:-3000} seeds=${5:-"1 2"}
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$out"
measured=

run() { # name, condition, ViCiCo, seed
    folder="$out/$1-seed$4"
    resume=
    [ ! -d "$folder" ] || resume=--resume
    measured="$measured --checkpoint $folder/$1-seed$4"
    # shellcheck disable=SC2086 # an empty word is none
    set -- --preset tiny --condition "$2" --vicico "$3" --seed "$4" --steps "$steps" --batch 32 --device "${DEVICE:-cpu}" --encoder "${ENCODER:-faceres}" \
        --data "$data" --held "$held" --out "$folder" --every 1000 --name "$1-seed$4" $resume
    if [ -n "${ATONCE:-}" ]; then
        "$root/balancehead" train "$@" &
    else
        "$root/balancehead" train "$@"
    fi
}

for seed in $seeds; do
    run none none off "$seed"
    run view view off "$seed"
    run view-semantic view+semantic off "$seed"
    run semantic semantic off "$seed"
    run semantic-vicico semantic on "$seed"
    wait
done
# shellcheck disable=SC2086 # options and values are words
"$root/balancehead" evaluate --data "$data" --only fid --heads 256 --draws 2 --json "$out/figures.json" --table "$out/table.md" \
    $measured
