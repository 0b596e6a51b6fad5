#!/usr/bin/env bash
# Copies the hall's data into FOLDER and checks the copy: backup.sh FOLDER [DAYS]
#
# SQLite is copied while the hall works; PostgreSQL by pg_dump. Beside each copy lies the head of every journal
# (hall, newest row, seal), by which a missing tail is found. Copies older than DAYS (30) go, the newest never.
# The journal's key is not copied: keep it apart, once (docs/operators/backup.md).
#
# Settings come from the environment, as the server's do. Exit status 0 only if the copy was verified.
set -euo pipefail
umask 077

folder=$(realpath --canonicalize-missing "${1:?usage: backup.sh FOLDER [DAYS]}")
days=${2:-30}
cd "$(dirname "$0")/.."
flask() { .venv/bin/python -m flask --app server "$@"; }

mkdir -p "$folder"
name=$folder/haohao-$(date +%Y%m%d-%H%M%S)
trial=$(mktemp -d)
kept=
# Nothing half done is left to be taken for a back-up.
trap 'rm -rf "$trial" "$name.part"; [ -n "$kept" ] || rm -f "$name.heads"' EXIT

case ${HAOHAO_DATABASE_URL:-} in
postgresql*)
  # libpq knows no "+driver". The heads are read first: what the dump holds is that far at least.
  address=${HAOHAO_DATABASE_URL/postgresql+psycopg:/postgresql:}
  psql --no-psqlrc --quiet --tuples-only --no-align --field-separator=' ' --dbname="$address" \
    --command='SELECT code, seq, head_hash FROM halls ORDER BY id' > "$name.heads"
  pg_dump --format=custom --file="$name.part" --dbname="$address"
  pg_restore --list "$name.part" > /dev/null
  flask verify
  mv "$name.part" "$name.dump"
  kept=$name.dump
  ;;
*)
  flask backup "$name.part" > "$name.heads"
  # The check opens the database, so it is given one of its own: the copy stays as it was written.
  cp "$name.part" "$trial/haohao.db"
  HAOHAO_DATABASE_URL=sqlite:///$trial/haohao.db flask verify
  mv "$name.part" "$name.db"
  kept=$name.db
  ;;
esac

find "$folder" -maxdepth 1 -name 'haohao-*' -type f -mtime "+$days" ! -name "$(basename "$name").*" -delete
echo "$kept"
cat "$name.heads"
