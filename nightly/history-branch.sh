#!/bin/sh
# Keeps the history in a branch of its own, where a cache may be dropped.
#
#   nightly/history-branch.sh fetch KEY    before the night: KEY/history.jsonl of the branch into reports/
#   nightly/history-branch.sh push KEY     after it: reports/history.jsonl into the branch
#
# KEY tells chips and suites apart, as in h200/pi0. Any number of jobs may push at once: a push that came too late is made
# again on top of the other. HISTORY_BRANCH (fvalidate-history), HISTORY_REMOTE (origin), REPORTS as in night.sh.
set -eu

action=${1:?"fetch or push?"}
key=${2:?"which history? a key such as h200/pi0"}
branch=${HISTORY_BRANCH:-fvalidate-history}
remote=${HISTORY_REMOTE:-origin}
file=${REPORTS:-reports}/history.jsonl
attempts=20

export GIT_AUTHOR_NAME="${GIT_AUTHOR_NAME:-fvalidate}" GIT_AUTHOR_EMAIL="${GIT_AUTHOR_EMAIL:-fvalidate@localhost}"
export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The branch's newest commit, or nothing on the first night; a remote that cannot be reached is an error.
tip() {
  git ls-remote "$remote" "refs/heads/$branch" >"$work/refs" || return 1
  [ -s "$work/refs" ] || return 0
  git fetch --quiet --depth=1 "$remote" "refs/heads/$branch" || return 1
  git rev-parse FETCH_HEAD
}

kept() {
  [ -n "$1" ] && git cat-file -e "$1:$key/history.jsonl" 2>/dev/null && git show "$1:$key/history.jsonl"
}

fetch() {
  tip=$(tip)
  mkdir -p "$(dirname "$file")"
  if kept "$tip" >"$work/history"; then
    cp "$work/history" "$file"
  else
    echo "history-branch.sh: $branch has no $key/history.jsonl yet"
  fi
}

# Lines are only ever added, so that both sides' lines, each once, are the whole history. Every step says that it failed:
# within a condition the shell does not stop by itself.
push_once() {
  tip=$(tip) || return 1
  kept "$tip" >"$work/history" || : >"$work/history"
  cat "$work/history" "$file" | awk '!seen[$0]++' >"$work/joined" || return 1
  if cmp -s "$work/joined" "$work/history"; then return 0; fi
  blob=$(git hash-object -w "$work/joined") || return 1
  commit=$(commit_with "$blob") || return 1
  git push --quiet "$remote" "$commit:refs/heads/$branch"
}

# A commit on top of the branch's newest, with this history in it.
commit_with() {
  export GIT_INDEX_FILE="$work/index"
  git read-tree "${tip:---empty}" || return 1
  git update-index --add --cacheinfo "100644,$1,$key/history.jsonl" || return 1
  tree=$(git write-tree) || return 1
  git commit-tree "$tree" ${tip:+-p "$tip"} -m "History of $key"
}

push() {
  [ -f "$file" ] || { echo "history-branch.sh: there is no $file to keep"; return 0; }
  attempt=1
  until push_once 2>"$work/why"; do
    if [ "$attempt" -ge "$attempts" ]; then
      cat "$work/why" >&2
      return 1
    fi
    attempt=$((attempt + 1))
    sleep "$(awk -v seed="$$$attempt" 'BEGIN { srand(seed); print rand() }')"
  done
}

case "$action" in
  fetch) fetch ;;
  push) push ;;
  *)
    echo "history-branch.sh: fetch or push, not $action" >&2
    exit 2
    ;;
esac
