#!/bin/sh
# One night: runs a suite, records it, gates on drift, and sorts out what is to be kept.
#
#   nightly/night.sh SUITE [flags of "fvalidate run"]
#
#   reports/   all runs and history.jsonl: keep this folder from night to night (REPORTS: another one)
#   night/     this night's runs alone, each with junit.xml and comment.md: publish this one (NIGHT: another one)
#
# FVALIDATE is the command (npx --no-install fvalidate), FVALIDATE_AGAINST what drift is told from (blessed; last; a run),
# KEEP how many runs stay in reports/ beside the blessed ones (3). The exit code is fvalidate's own.
set -u

suite=${1:?"which suite? nightly/night.sh SUITE [flags]"}
shift
reports=${REPORTS:-reports}
night=${NIGHT:-night}
keep=${KEEP:-3}
FVALIDATE_AGAINST=${FVALIDATE_AGAINST:-blessed}
export FVALIDATE_AGAINST

rm -rf "$night"
mkdir -p "$reports" "$night" || exit 2
touch "$night/.started"

# The command may be several words.
# shellcheck disable=SC2086
${FVALIDATE:-npx --no-install fvalidate} run --suite "$suite" --output-path "$reports" "$@"
code=$?

find "$reports" -mindepth 1 -maxdepth 1 -type d -newer "$night/.started" | while IFS= read -r run; do
  cp -R "$run" "$night/" || exit
done
rm -f "$night/.started"

# Runs that no night will be compared with need not be kept: all but the newest, and those that were ever blessed.
is_blessed() {
  grep -hs '^  "id": ' "$1run.json" "$1"*/run.json | cut -d '"' -f 4 | while IFS= read -r id; do
    if grep -s '"type":"bless"' "$reports/history.jsonl" | grep -qF "\"$id\""; then echo "$id"; fi
  done | grep -q .
}

# By their names, so that somebody else's folders in reports/ stay.
at=[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]
# shellcheck disable=SC2086
ls -1td "$reports"/pi0-$at-*/ "$reports"/bench-$at-*/ "$reports"/suite-$at-*/ 2>/dev/null |
  tail -n "+$((keep + 1))" | while IFS= read -r run; do
  is_blessed "$run" || rm -rf "$run"
done

exit "$code"
