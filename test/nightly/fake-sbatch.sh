#!/usr/bin/env bash
# A stand-in for Slurm's sbatch, as far as nightly/slurm.sh uses it: every task of an array is a real process, all at the
# same time, with the variables that Slurm sets for it; a job that depends on another waits until all of its tasks ended.
# What was asked for and every task's exit code are files in $FAKE_SLURM.
set -euo pipefail

array= dependency= output=/dev/null flags=()
while [[ ${1:-} == --* ]]; do
  case $1 in
    --array=*) array=${1#*=} ;;
    --dependency=afterany:*) dependency=${1##*:} ;;
    --output=*) output=${1#*=} ;;
    --parsable | --job-name=*) ;;
    *) flags+=("$1") ;;
  esac
  shift
done

id=1000
until mkdir "$FAKE_SLURM/$id" 2>/dev/null; do id=$((id + 1)); done
job=$FAKE_SLURM/$id
echo "${flags[*]}" >"$job/flags"
# As Slurm does: what runs is a copy of the script.
cp "$1" "$job/script"
shift

tasks=()
for part in ${array//,/ }; do
  for ((task = ${part%-*}; task <= ${part#*-}; task++)); do tasks+=("$task"); done
done
echo "${#tasks[@]}" >"$job/tasks"

run() {
  local name=$1 code=0
  shift
  "$@" >"${output//%a/$name}" 2>&1 </dev/null || code=$?
  echo "$code" >"$job/$name.code.partial"
  mv "$job/$name.code.partial" "$job/$name.code"
}

wait_for() {
  local wanted codes
  wanted=$(cat "$FAKE_SLURM/$1/tasks")
  until codes=("$FAKE_SLURM/$1"/*.code) && [ -e "${codes[0]}" ] && [ "${#codes[@]}" -ge "$wanted" ]; do sleep 0.05; done
}

if [ -n "$array" ]; then
  for task in "${tasks[@]}"; do
    export SLURM_ARRAY_JOB_ID=$id SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_COUNT=${#tasks[@]} SLURM_ARRAY_TASK_STEP=1
    export SLURM_ARRAY_TASK_MIN=${tasks[0]} SLURM_ARRAY_TASK_MAX=${tasks[-1]}
    (run "$task" bash "$job/script" "$@") >/dev/null 2>&1 &
  done
else
  (
    [ -z "$dependency" ] || wait_for "$dependency"
    run job bash "$job/script" "$@"
  ) >/dev/null 2>&1 &
fi
echo "$id;cluster"
