#!/usr/bin/env bash
# Makes sure that the system has what Growthmap needs, and says what is missing and what for.
#
#   scripts/setup.sh run     what "make run" needs
#   scripts/setup.sh test    what "make test" needs besides
#
# On Debian and Ubuntu it installs what is missing, as root or with sudo. Elsewhere it names the packages. When nothing is
# missing it changes nothing and needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C # what other programs say is read below

say() { printf '%s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; } # at_least WANTED FOUND

mode=${1:-}
[[ $mode == run || $mode == test ]] || die "usage: scripts/setup.sh run|test"

# --- Go and Node: every system has its own way to install them, so they are only checked -------------------------------

go_wanted=$(sed -n 's/^go //p' go.mod)
has go || die "Go $go_wanted or newer is needed to build the server and was not found in PATH: see https://go.dev/doc/install"
go_found=$(go env GOVERSION 2>&1) || die "$go_found"
at_least "$go_wanted" "${go_found#go}" ||
	die "Go $go_wanted or newer is needed to build the server, but ${go_found#go} was found: see https://go.dev/doc/install"

node_wanted=20.19.0 # the oldest that the dashboard's build tools run on
if ! has node || ! has npm; then
	die "Node $node_wanted or newer with npm is needed to build the dashboard and was not found in PATH: see https://nodejs.org/en/download"
fi
node_found=$(node --version)
at_least "$node_wanted" "${node_found#v}" ||
	die "Node $node_wanted or newer is needed to build the dashboard, but ${node_found#v} was found: see https://nodejs.org/en/download"

# --- What the system's packages provide --------------------------------------------------------------------------------

# The places are those of internal/localdb.
has_postgis() {
	local config bin share
	shopt -s nullglob
	for config in "$(type -P pg_config)" /usr/lib/postgresql/*/bin/pg_config /usr/pgsql-*/bin/pg_config \
		/usr/libexec/postgresql*/pg_config /usr/local/pgsql/bin/pg_config /opt/homebrew/opt/postgresql@*/bin/pg_config \
		/usr/local/opt/postgresql@*/bin/pg_config /Applications/Postgres.app/Contents/Versions/*/bin/pg_config; do
		[[ -x $config ]] || continue
		bin=$("$config" --bindir) share=$("$config" --sharedir)
		if [[ -x $bin/postgres && -e $share/extension/postgis.control ]] &&
			at_least 15 "$("$config" --version | sed 's/^PostgreSQL \([0-9]*\).*/\1/')"; then
			return
		fi
	done
	return 1
}
has_browser() { has chromium || has chromium-browser || has google-chrome; }
has_gdal() { has ogrinfo && has ogr2ogr; }
has_owslib() { /usr/bin/python3 -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("owslib") is None)' 2>/dev/null; }
has_compiler() { has gcc || has cc || has clang; }
has_korean() { has fc-list && [[ -n $(fc-list :lang=ko family) ]]; }

missing=() reasons=()
need() { # need CHECK PACKAGE=REASON...
	local check=$1 item
	shift
	if "$check"; then return; fi
	for item; do missing+=("${item%%=*}") reasons+=("${item#*=}"); done
}

if [[ $mode == test || -z ${DATABASE_URL:-} ]]; then
	need has_postgis postgresql-15="the database server" postgresql-15-postgis-3="geometry in the database"
fi
if [[ $mode == test ]]; then
	need has_compiler gcc="Go's race detector" libc6-dev="Go's race detector"
	need has_browser chromium="the dashboard's tests"
	need has_korean fonts-noto-cjk="Korean text in the dashboard's tests"
	need has_gdal gdal-bin="tests with ogrinfo and ogr2ogr"
	need has_owslib python3-owslib="tests with OWSLib"
fi
((${#missing[@]})) || exit 0

# --- Installing --------------------------------------------------------------------------------------------------------

list() {
	local i
	for i in "${!missing[@]}"; do printf '  %-24s %s\n' "${missing[i]}" "${reasons[i]}"; done
}

if ! has apt-get || ! has dpkg; then
	say "Growthmap needs what these Debian packages hold; install your system's own:"
	list
	die "install the above, or run Growthmap in containers instead: docker compose up"
fi

as_root=()
if ((EUID != 0)); then
	by_hand="packages are missing, and installing them takes root; run as root: apt-get install ${missing[*]}"
	has sudo || die "$by_hand"
	[[ -t 0 ]] || sudo -n true || die "$by_hand" # nobody is there to type a password
	as_root=(sudo)
fi
as_root+=(env DEBIAN_FRONTEND=noninteractive)

say "Asking for the list of Debian packages (apt-get update) ..."
"${as_root[@]}" apt-get update -q=2 || die "apt-get update failed; once it works, run this again"

offered() { [[ $(apt-cache policy "$1") == *"Candidate: "[!\(]* ]]; }
for i in "${!missing[@]}"; do # other releases offer another PostgreSQL
	[[ ${missing[i]} == postgresql-15* ]] || continue
	for major in 15 16 17 18; do
		if offered "postgresql-$major-postgis-3"; then
			missing[i]=${missing[i]/15/$major}
			break
		fi
	done
done
for package in "${missing[@]}"; do
	offered "$package" || die "this system offers no package $package: install what it is for by other means, or run docker compose up
$(list)"
done

say "Installing what is missing:"
list

# Debian would also create a database cluster and start it at every boot, which Growthmap has no use for. Clusters that
# exist are left alone.
no_cluster=/etc/postgresql-common/createcluster.d/growthmap.conf
if [[ " ${missing[*]} " == *" postgresql-"* ]]; then
	trap '"${as_root[@]}" rm -f "$no_cluster"; "${as_root[@]}" rmdir --ignore-fail-on-non-empty "${no_cluster%/*}"' EXIT
	"${as_root[@]}" mkdir -p "${no_cluster%/*}"
	echo 'create_main_cluster = false' | "${as_root[@]}" tee "$no_cluster" >/dev/null
fi
"${as_root[@]}" apt-get install -y -q --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" ||
	die "apt-get install failed; its last lines say why"
say "Installed: ${missing[*]}"
