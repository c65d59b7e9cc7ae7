package localdb

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const oldestMajor = 15

// places are where systems keep the PostgreSQL programs, besides PATH.
var places = []string{
	"/usr/lib/postgresql/*/bin", // Debian, Ubuntu
	"/usr/pgsql-*/bin",          // Red Hat
	"/usr/libexec/postgresql*",  // Alpine
	"/usr/local/pgsql/bin",
	"/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", // Homebrew
	"/Applications/Postgres.app/Contents/Versions/*/bin",
}

// installation is a set of PostgreSQL programs.
type installation struct {
	bin     string
	major   int
	postgis bool
}

// findServer returns the installation that fits the cluster in data, whose version is major (0: none yet), and the
// account to run it under.
func findServer(ctx context.Context, binDir, data string, major int) (*server, error) {
	inst, err := findInstallation(ctx, binDir, data, major)
	if err != nil {
		return nil, err
	}
	cred, err := serverAccount(data)
	if err != nil {
		return nil, err
	}
	return &server{installation: inst, cred: cred}, nil
}

func findInstallation(ctx context.Context, binDir, data string, major int) (installation, error) {
	var found []installation
	for _, bin := range binDirs(binDir) {
		inst, err := inspect(ctx, bin)
		if err != nil {
			if binDir != "" {
				return installation{}, fmt.Errorf("%s does not hold the PostgreSQL programs: %w", binDir, err)
			}
			continue
		}
		found = append(found, inst)
	}
	if len(found) == 0 {
		return installation{}, errors.New("PostgreSQL is not installed (looked in PATH and the usual places): " + remedy(oldestMajor))
	}
	// The newest first; of equals, the one PATH prefers.
	slices.SortStableFunc(found, func(a, b installation) int { return b.major - a.major })
	newest := found[0]
	if major != 0 {
		i := slices.IndexFunc(found, func(i installation) bool { return i.major == major })
		if i < 0 {
			return installation{}, fmt.Errorf("the database in %s was made by PostgreSQL %d, but only %d was found in %s: "+
				"install PostgreSQL %d with PostGIS to use it, or choose another directory", data, major, newest.major, newest.bin, major)
		}
		found = found[i : i+1]
	}
	if i := slices.IndexFunc(found, func(i installation) bool { return i.major >= oldestMajor && i.postgis }); i >= 0 {
		return found[i], nil
	}
	if best := found[0]; best.major >= oldestMajor {
		return installation{}, fmt.Errorf("PostgreSQL %d is in %s, but PostGIS for it is not installed: %s", best.major, best.bin, remedy(best.major))
	}
	return installation{}, fmt.Errorf("PostgreSQL %d in %s is too old, %d or newer is needed: %s", newest.major, newest.bin, oldestMajor, remedy(oldestMajor))
}

func remedy(major int) string {
	return fmt.Sprintf("on Debian or Ubuntu install postgresql-%d and postgresql-%d-postgis-3; "+
		"elsewhere install PostgreSQL and PostGIS, set DATABASE_URL to a database with PostGIS, or run docker compose up", major, major)
}

func binDirs(binDir string) []string {
	if binDir != "" {
		return []string{binDir}
	}
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(path))
	}
	for _, pattern := range places {
		matches, _ := filepath.Glob(pattern) // the patterns are constants and well formed
		dirs = append(dirs, matches...)
	}
	return dirs
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks the programs in bin what they are.
func inspect(ctx context.Context, bin string) (installation, error) {
	bin, err := filepath.Abs(bin)
	if err != nil {
		return installation{}, err
	}
	if _, err := os.Stat(filepath.Join(bin, "initdb")); err != nil {
		return installation{}, err
	}
	out, err := exec.CommandContext(ctx, filepath.Join(bin, "postgres"), "--version").Output()
	if err != nil {
		return installation{}, err
	}
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return installation{}, fmt.Errorf("postgres --version said %q", out)
	}
	major, err := strconv.Atoi(string(m[1]))
	if err != nil {
		return installation{}, err
	}
	share, err := exec.CommandContext(ctx, filepath.Join(bin, "pg_config"), "--sharedir").Output()
	if err != nil {
		return installation{}, err
	}
	_, err = os.Stat(filepath.Join(strings.TrimSpace(string(share)), "extension", "postgis.control"))
	return installation{bin: bin, major: major, postgis: err == nil}, nil
}
