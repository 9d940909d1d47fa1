#!/bin/sh
# Makes this night's runs the reference that later nights are compared with, where their own verdict is consistent.
#
#   nightly/bless.sh [NOTE]
#
# REPORTS, NIGHT and FVALIDATE as in night.sh. Exits with 1 where there was no consistent run to bless.
set -eu

reports=${REPORTS:-reports}
night=${NIGHT:-night}
blessed=1

for result in "$night"/*/run.json "$night"/*/*/run.json; do
  [ -f "$result" ] || continue
  # Only what drift is measured for, and by its own verdict: drift has no say in what the reference is.
  grep -q '^  "kind": "\(pi0\|bench\)",$' "$result" || continue
  grep -q '^  "verdict": "consistent",$' "$result" || continue
  # shellcheck disable=SC2086
  ${FVALIDATE:-npx --no-install fvalidate} history bless "$(dirname "$result")" --history "$reports" --note "${1:-nightly}"
  blessed=0
done

[ "$blessed" -eq 0 ] || echo "bless.sh: no consistent run in $night/" >&2
exit "$blessed"
