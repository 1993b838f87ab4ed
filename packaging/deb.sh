#!/usr/bin/env bash
# Builds the Debian package from the lock file; offline when the crates are there already (CARGO_NET_OFFLINE=true).
# Needs cargo-deb: cargo install cargo-deb --locked
set -euo pipefail
cd "$(dirname "$0")/.."
target=${CARGO_TARGET_DIR:-target}
cargo build --release --locked
made=$target/packaging
mkdir -p "$made"
"$target/release/tthc" man | gzip -9n >"$made/tthc.1.gz"
for shell in bash zsh fish; do "$target/release/tthc" completions "$shell" >"$made/tthc.$shell"; done
# cargo-deb looks for what it packs below the package's own folder.
if [ "$(realpath -m "$made")" != "$(realpath -m target/packaging)" ]; then
  mkdir -p target/packaging
  cp "$made"/* target/packaging/
fi
cargo deb --locked --no-build "$@"
