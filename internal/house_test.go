// Package internal_test keeps the house in order: who may import whom, which
// libraries stay behind which door, and that what the project stands on is
// named in its README.
package internal_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

const (
	root   = ".."
	module = "growthmap"
)

// mayImport is the architecture: each package of the project and the ones it
// may import. Changing the architecture means changing this table in the same
// commit.
var mayImport = map[string][]string{
	"internal/cql2":    {},
	"internal/localdb": {},
	"api":              {},
	"geodata":          {},
	"web":              {},

	"internal/atlas": {"internal/cql2"},

	"internal/tile":   {"internal/atlas", "internal/cql2"},
	"internal/export": {"internal/atlas", "internal/cql2"},
	"internal/intake": {"internal/atlas", "internal/cql2"},

	"internal/indicator": {"internal/atlas", "internal/cql2"},

	"internal/postgis": {"internal/atlas", "internal/cql2", "internal/indicator", "internal/intake"},
	"internal/httpapi": {"api", "internal/atlas", "internal/cql2", "internal/indicator", "internal/tile", "internal/export", "internal/intake"},

	"cmd/growthmap": {"api", "geodata", "web", "internal/atlas", "internal/cql2", "internal/indicator", "internal/localdb", "internal/tile",
		"internal/export", "internal/intake", "internal/postgis", "internal/httpapi"},

	// For tests alone: no package above may import these.
	"internal":                     {},
	"internal/golden":              {},
	"internal/postgis/postgistest": {"geodata", "internal/atlas", "internal/intake", "internal/localdb", "internal/postgis"},
	"internal/httpapi/apitest":     {"api"},
	"internal/httpapi/conformance": {"api", "internal/httpapi"},
}

// testsMayImport is what the tests of a package may import beside the package
// itself and what it may import anyway.
var testsMayImport = map[string][]string{
	"geodata":                      {"internal/atlas", "internal/cql2", "internal/indicator", "internal/intake"},
	"internal/export":              {"internal/golden"},
	"internal/tile":                {"internal/golden"},
	"internal/intake":              {"geodata"},
	"internal/postgis":             {"geodata", "internal/postgis/postgistest"},
	"internal/httpapi":             {"geodata", "internal/httpapi/apitest", "internal/postgis", "internal/postgis/postgistest"},
	"internal/httpapi/conformance": {"geodata", "internal/httpapi/apitest", "internal/atlas", "internal/cql2", "internal/intake", "internal/postgis", "internal/postgis/postgistest"},
	"cmd/growthmap":                {"internal/postgis/postgistest"},
}

// fences name libraries, by the start of their import path, and the packages
// that alone may import them; tests are the further packages whose tests may.
var fences = []struct {
	library string
	only    []string
	tests   []string
}{
	{"github.com/jackc/", []string{"internal/postgis", "internal/postgis/postgistest"}, []string{"internal/localdb"}},
	{"github.com/twpayne/go-geom", []string{"internal/postgis"}, nil},
	{"github.com/labstack/", []string{"internal/httpapi"}, nil},
	{"github.com/xuri/", []string{"internal/export"}, []string{"internal/httpapi"}},
	{"modernc.org/", []string{"internal/export"}, nil},
}

// source is one Go file of the project.
type source struct {
	name string // path below the root
	pkg  string // folder below the root
	test bool
	file *ast.File
}

func (s source) imports(t *testing.T) []string {
	t.Helper()
	var paths []string
	for _, spec := range s.file.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatalf("%s: %v", s.name, err)
		}
		paths = append(paths, p)
	}
	return paths
}

// sources are all Go files of the project, whatever they are built for.
func sources(t *testing.T) []source {
	t.Helper()
	var all []source
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			if name != root && (strings.HasPrefix(base, ".") || base == "node_modules" || base == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly|parser.ParseComments)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		below = filepath.ToSlash(below)
		all = append(all, source{below, path.Dir(below), strings.HasSuffix(base, "_test.go"), file})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestPackagesAreThoseOfTheTable(t *testing.T) {
	found := map[string]bool{}
	for _, s := range sources(t) {
		found[s.pkg] = true
	}
	for pkg := range found {
		if _, ok := mayImport[pkg]; !ok {
			t.Errorf("package %s is not in the table; give it a line, with what it may import", pkg)
		}
	}
	for pkg, imports := range mayImport {
		if !found[pkg] {
			t.Errorf("package %s is in the table and not in the tree", pkg)
		}
		for _, p := range slices.Concat(imports, testsMayImport[pkg]) {
			if _, ok := mayImport[p]; !ok {
				t.Errorf("package %s may import %s, which the table does not know", pkg, p)
			}
		}
	}
	for pkg := range testsMayImport {
		if _, ok := mayImport[pkg]; !ok {
			t.Errorf("the tests of %s are in the table and the package is not", pkg)
		}
	}
}

func TestWhoImportsWhom(t *testing.T) {
	for _, s := range sources(t) {
		allowed := mayImport[s.pkg]
		if s.test {
			allowed = slices.Concat(allowed, testsMayImport[s.pkg], []string{s.pkg})
		}
		for _, p := range s.imports(t) {
			if p != module && !strings.HasPrefix(p, module+"/") {
				continue
			}
			if own := strings.TrimPrefix(p, module+"/"); !slices.Contains(allowed, own) {
				t.Errorf("%s imports %s; package %s may not", s.name, own, s.pkg)
			}
		}
	}
}

func TestLibrariesStayBehindTheirFences(t *testing.T) {
	for _, s := range sources(t) {
		for _, fence := range fences {
			if slices.Contains(fence.only, s.pkg) || s.test && slices.Contains(fence.tests, s.pkg) {
				continue
			}
			for _, p := range s.imports(t) {
				if strings.HasPrefix(p, fence.library) {
					t.Errorf("%s imports %s; only %s may", s.name, p, strings.Join(fence.only, ", "))
				}
			}
		}
	}
}

func TestEveryPackageSaysWhatItIsFor(t *testing.T) {
	comments := map[string]string{}
	inTest := map[string]string{} // of packages that are tests alone
	code := map[string]bool{}
	for _, s := range sources(t) {
		if s.test {
			inTest[s.pkg] += s.file.Doc.Text()
			continue
		}
		code[s.pkg] = true
		comments[s.pkg] += s.file.Doc.Text()
	}
	for pkg, comment := range inTest {
		if !code[pkg] {
			comments[pkg] = comment
		}
	}
	for pkg, comment := range comments {
		if len(strings.Fields(comment)) < 5 || !strings.Contains(comment, ".") {
			t.Errorf("package %s has the comment %q; want at least a sentence on its purpose", pkg, comment)
		}
	}
}

func TestREADMENamesEveryDependency(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for line := range strings.Lines(string(readme)) {
		if !strings.HasPrefix(strings.TrimSpace(line), "|") {
			continue
		}
		for _, word := range strings.FieldsFunc(line, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("@/._-", r)
		}) {
			named[word] = true
		}
	}
	for _, list := range []struct {
		file  string
		names []string
	}{{"go.mod", goDependencies(t)}, {"web/package.json", webDependencies(t)}} {
		if len(list.names) == 0 {
			t.Errorf("%s has no direct dependency", list.file)
		}
		for _, name := range list.names {
			if !named[name] {
				t.Errorf("%s needs %s, and no row of a table in README.md names it; add it with what it is for", list.file, name)
			}
		}
	}
}

func goDependencies(t *testing.T) []string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "mod", "edit", "-json")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var mod struct {
		Require []struct {
			Path     string
			Indirect bool
		}
	}
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, r := range mod.Require {
		if !r.Indirect {
			names = append(names, r.Path)
		}
	}
	return names
}

func webDependencies(t *testing.T) []string {
	t.Helper()
	body, err := os.ReadFile(filepath.Join(root, "web", "package.json"))
	if err != nil {
		t.Fatal(err)
	}
	var pkg struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(body, &pkg); err != nil {
		t.Fatal(err)
	}
	var names []string
	for name := range pkg.Dependencies {
		names = append(names, name)
	}
	for name := range pkg.DevDependencies {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
