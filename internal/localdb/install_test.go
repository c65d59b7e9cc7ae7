package localdb

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMissingPrograms(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		bin  string
		want []string
	}{
		"nothing there": {t.TempDir(), []string{"does not hold the PostgreSQL programs"}},
		"no PostGIS": {fakeInstallation(t, 17, false),
			[]string{"PostGIS for it is not installed", "postgresql-17-postgis-3", "DATABASE_URL", "docker compose up"}},
		"too old": {fakeInstallation(t, 13, true),
			[]string{"PostgreSQL 13", "too old", "15 or newer", "postgresql-15 and postgresql-15-postgis-3"}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := Start(t.Context(), Options{Dir: dir, BinDir: tc.bin, Log: quiet})
			requireMessage(t, err, tc.want)
			if _, err := Start(t.Context(), Options{Dir: dir, BinDir: tc.bin, Log: quiet}); strings.Contains(err.Error(), "held") {
				t.Errorf("the failed start kept the directory: %v", err)
			}
		})
	}
}

func TestSearchForPrograms(t *testing.T) {
	old, current, newest := fakeInstallation(t, 14, true), fakeInstallation(t, 16, true), fakeInstallation(t, 18, true)
	bare := fakeInstallation(t, 19, false)
	usual := places
	t.Cleanup(func() { places = usual })
	for _, tc := range []struct {
		name   string
		places []string
		major  int
		bin    string
		want   []string // parts of the error
	}{
		{name: "the newest that has PostGIS", places: []string{old, current, newest, bare}, bin: newest},
		{name: "the one that made the cluster", places: []string{newest, current}, major: 16, bin: current},
		{name: "none that made the cluster", places: []string{newest, current}, major: 15,
			want: []string{"made by PostgreSQL 15", "install PostgreSQL 15"}},
		{name: "the cluster's lacks PostGIS", places: []string{newest, bare}, major: 19,
			want: []string{"PostgreSQL 19", "PostGIS for it is not installed"}},
		{name: "none", want: []string{"PostgreSQL is not installed", "postgresql-15 and postgresql-15-postgis-3", "DATABASE_URL", "docker compose up"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Setenv("PATH", t.TempDir()+":/bin")
			places = tc.places
			got, err := findInstallation(t.Context(), "", "/somewhere", tc.major)
			if tc.want != nil {
				requireMessage(t, err, tc.want)
			} else if err != nil || got.bin != tc.bin {
				t.Errorf("got %s (%v), want %s", got.bin, err, tc.bin)
			}
		})
	}
}

// fakeInstallation makes a directory of programs that only say what they are.
func fakeInstallation(t *testing.T, major int, postgis bool) string {
	t.Helper()
	root := t.TempDir()
	bin, extensions := filepath.Join(root, "bin"), filepath.Join(root, "share", "extension")
	for _, dir := range []string{bin, extensions} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	files := map[string]string{
		filepath.Join(bin, "initdb"):    "#!/bin/sh\n",
		filepath.Join(bin, "postgres"):  fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %d.4 (Some Linux)'\n", major),
		filepath.Join(bin, "pg_config"): fmt.Sprintf("#!/bin/sh\necho '%s'\n", filepath.Join(root, "share")),
	}
	if postgis {
		files[filepath.Join(extensions, "postgis.control")] = "default_version = '3.3.2'\n"
	}
	for path, text := range files {
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return bin
}
