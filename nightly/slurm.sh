#!/usr/bin/env bash
# One run of fvalidate on several nodes of a Slurm cluster: a job array asks the shards, and a job that waits for all of
# its tasks merges them and judges. To be started where sbatch is, in a folder that all nodes see.
#
#   nightly/slurm.sh 8 bench --suite my-suite.yaml
#   ONLY=3,5 RUN=reports/shards-20261121-200000 nightly/slurm.sh 8 bench --suite my-suite.yaml
#
# The second line asks two shards again (bench goes on where they were stopped) and merges all eight anew.
#
#   REPORTS       where the merged run and the history are written [reports]
#   RUN           where the shards' runs are written [a new folder in REPORTS]
#   ONLY          which shards are asked, as sbatch --array takes them [all]
#   FVALIDATE     how fvalidate is called there [npx fvalidate]
#   SHARD_SBATCH  flags of sbatch for the array, such as "--partition=gpu --gres=gpu:8 --time=12:00:00"
#   MERGE_SBATCH  flags of sbatch for the merge
#
# Slurm's exit code of the merge is fvalidate's: 0 consistent, 1 inconsistent, 3 shards missing, 4 inconclusive.
set -euo pipefail

fvalidate() {
  # Split on purpose: it may be several words.
  # shellcheck disable=SC2086
  ${FVALIDATE:-npx fvalidate} "$@"
}

# As a task of the array: ask one shard.
ask_shard() {
  local run=$1 shards=$2 command=$3 folder resume=()
  shift 3
  for folder in "$run"/bench-*-shard-"$SLURM_ARRAY_TASK_ID-of-$shards"; do
    # Begun before: Slurm queued the task again after a preemption, or somebody did after a failure.
    if [ -d "$folder" ]; then resume=(--resume "$folder"); fi
  done
  # The number by itself, not `auto`: with ONLY the array is a part of all shards.
  fvalidate "$command" "$@" --shard "$SLURM_ARRAY_TASK_ID/$shards" --output-path "$run" ${resume[@]+"${resume[@]}"}
}

merge_shards() {
  fvalidate merge "$1" --output-path "$2"
}

submit() {
  local shards=$1
  shift
  local reports=${REPORTS:-reports}
  local run=${RUN:-$reports/shards-$(date +%Y%m%d-%H%M%S)}
  local array merge shard_flags=() merge_flags=()
  read -ra shard_flags <<<"${SHARD_SBATCH:-}"
  read -ra merge_flags <<<"${MERGE_SBATCH:-}"
  mkdir -p "$run"
  array=$(sbatch --parsable --job-name=fvalidate-shard --array="${ONLY:-1-$shards}" --output="$run/shard-%a.log" \
    "${shard_flags[@]}" "$0" as-shard "$run" "$shards" "$@")
  # afterany: also when a shard failed, so that there is a list of what is missing and how to ask it again.
  merge=$(sbatch --parsable --job-name=fvalidate-merge --dependency="afterany:${array%%;*}" \
    --output="$run/merge.log" "${merge_flags[@]}" "$0" as-merge "$run" "$reports")
  echo "array ${array%%;*}, merge ${merge%%;*}: $run/merge.log"
}

case "${1:-}" in
  as-shard) shift && ask_shard "$@" ;;
  as-merge) shift && merge_shards "$@" ;;
  '' | *[!0-9]*)
    echo "usage: nightly/slurm.sh SHARDS bench|pi0|run [FLAG…]" >&2
    exit 2
    ;;
  *) submit "$@" ;;
esac
