#!/bin/sh
# The experiment of condition-matters.md: five configurations, each with two seeds, trained alike and then measured.
#
#     docs/experiments/condition-matters.sh DATA HELD OUT [STEPS] [SEEDS]
#
# DATA is trained on and measured against, HELD is what 'train' shows figures of, OUT gets a folder for each run. A run
# that was stopped goes on; more STEPS continue all of them. DATA needs features: dataset describe --encoder faceres.
set -eu

[ $# -ge 3 ] || { sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2; }
data=$1 held=$2 out=$3 steps=${4:-8000} seeds=${5:-"1 2"}
root=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$out"

run() { # name, condition, ViCiCo, seed
    folder="$out/$1-seed$4"
    resume=
    [ ! -d "$folder" ] || resume=--resume
    # shellcheck disable=SC2086 # an empty word is none
    "$root/balancehead" train --preset tiny --condition "$2" --vicico "$3" --seed "$4" --steps "$steps" \
        --data "$data" --held "$held" --out "$folder" --every 1000 --name "$1" --model-version "seed$4" $resume
}

for seed in $seeds; do
    run none none off "$seed"
    run view view off "$seed"
    run view-semantic view+semantic off "$seed"
    run semantic semantic off "$seed"
    run semantic-vicico semantic on "$seed"
done
