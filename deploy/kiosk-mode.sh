#!/usr/bin/env bash
# Opens one screen of the hall full-screen, for ever:  kiosk-mode.sh https://hall.example.cn/display/ [profile]
#
# Start it at login on the computer behind the screen (docs/operators/screens.md). The profile keeps the token that
# pairing gave the screen; each screen on one computer needs a profile of its own. Alt+F4 only starts it anew.
set -uo pipefail

address=${1:?usage: kiosk-mode.sh ADDRESS [PROFILE]}
profile=${2:-screen}
folder=${XDG_DATA_HOME:-$HOME/.local/share}/haohao/$profile
browser=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
[ -n "$browser" ] || { echo "Chromium is needed: apt-get install chromium fonts-noto-cjk" >&2; exit 1; }
mkdir -p "$folder"

# The picture must not go dark; without X11 (Wayland) this is the compositor's business.
if [ -n "${DISPLAY:-}" ] && command -v xset > /dev/null; then
  xset s off -dpms s noblank
fi

# Without a server at the first start the browser would show its own error page to the visitors.
origin=$(printf '%s' "$address" | cut -d/ -f1-3)
until curl --silent --fail --max-time 3 --output /dev/null "$origin/healthz"; do
  sleep 2
done

flags=(
  --kiosk
  --user-data-dir="$folder"
  # The wall chimes and speaks before anybody has touched it: browsers are silent until then without this.
  --autoplay-policy=no-user-gesture-required
  # Nothing of the browser's own on a public screen.
  --no-first-run
  --no-default-browser-check
  --noerrdialogs
  --disable-session-crashed-bubble
  --hide-crash-restore-bubble
  "--disable-features=Translate,MediaRouter"
  --disable-component-update
  --disable-background-networking
  --disable-sync
  --password-store=basic
  # A finger must neither zoom the page away nor swipe back.
  --disable-pinch
  --overscroll-history-navigation=0
  --touch-events=enabled
)

while true; do
  # A power cut leaves a note of a crash; the browser would offer to restore pages.
  preferences=$folder/Default/Preferences
  [ -f "$preferences" ] && sed -i 's/"exit_type":"[^"]*"/"exit_type":"Normal"/; s/"exited_cleanly":false/"exited_cleanly":true/' "$preferences"
  "$browser" "${flags[@]}" "$address"
  sleep 2
done
