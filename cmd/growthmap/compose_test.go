package main

import (
	"fmt"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// loadCompose loads docker-compose.yml as docker compose does on a machine where nothing was prepared.
func loadCompose(t *testing.T) *types.Project {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{"../../docker-compose.yml"}, cli.WithDiscardEnvFile)
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return project
}

func TestComposeServicesAreConfined(t *testing.T) {
	t.Parallel()
	project := loadCompose(t)
	if got, want := slices.Sorted(slices.Values(project.ServiceNames())), []string{"db", "growthmap"}; !slices.Equal(got, want) {
		t.Fatalf("services are %v, want %v", got, want)
	}
	for name, s := range project.Services {
		if s.HealthCheck == nil || s.HealthCheck.Disable || len(s.HealthCheck.Test) == 0 {
			t.Errorf("%s has no health check", name)
		}
		if user, _, _ := strings.Cut(s.User, ":"); user == "" || user == "root" || user == "0" {
			t.Errorf("%s runs as %q, want an account that is not root", name, s.User)
		}
		if !s.ReadOnly {
			t.Errorf("%s can write to its root", name)
		}
		if !slices.Equal(s.CapDrop, []string{"ALL"}) || len(s.CapAdd) > 0 || s.Privileged {
			t.Errorf("%s keeps capabilities: drops %v, adds %v, privileged %v", name, s.CapDrop, s.CapAdd, s.Privileged)
		}
		if !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s can gain privileges", name)
		}
		for key := range s.Environment {
			if strings.Contains(key, "PASSWORD") {
				t.Errorf("%s is given a password in %s", name, key)
			}
		}
	}
}

func TestComposeDatabaseIsReachedByItsSocketOnly(t *testing.T) {
	t.Parallel()
	project := loadCompose(t)
	db, service := project.Services["db"], project.Services["growthmap"]
	if db.Image != "postgis/postgis:15-3.3" {
		t.Errorf("the database is %s", db.Image)
	}
	if db.NetworkMode != "none" || len(db.Networks) > 0 || len(db.Ports) > 0 || !slices.Contains(db.Command, "listen_addresses=") {
		t.Errorf("the database has a network: mode %q, networks %v, ports %v, command %v", db.NetworkMode, db.Networks, db.Ports, db.Command)
	}
	if _, ok := volumeAt(db, "/var/lib/postgresql/data"); !ok {
		t.Error("the database's data is in no named volume")
	}
	if d, ok := service.DependsOn["db"]; !ok || d.Condition != types.ServiceConditionHealthy {
		t.Errorf("the service does not wait for a healthy database: %+v", service.DependsOn)
	}

	address, err := url.Parse(*service.Environment["DATABASE_URL"])
	if err != nil {
		t.Fatal(err)
	}
	if _, set := address.User.Password(); set || address.Host != "" {
		t.Errorf("DATABASE_URL %s has a password or a host", address)
	}
	if user, database := address.User.Username(), strings.TrimPrefix(address.Path, "/"); user != *db.Environment["POSTGRES_USER"] || database != *db.Environment["POSTGRES_DB"] {
		t.Errorf("DATABASE_URL %s is not the database that is created", address)
	}
	ours, ok := volumeAt(service, address.Query().Get("host"))
	theirs, also := volumeAt(db, "/var/run/postgresql")
	if !ok || !also || ours.Source != theirs.Source {
		t.Errorf("the service looks for the socket in %+v, the database has it in %+v", ours, theirs)
	}
}

func TestComposePublishesToThisMachineOnly(t *testing.T) {
	t.Parallel()
	ports := loadCompose(t).Services["growthmap"].Ports
	if len(ports) != 1 || ports[0].HostIP != "127.0.0.1" || ports[0].Published != "8080" || ports[0].Target != 8080 {
		t.Errorf("published: %+v, want 127.0.0.1:8080", ports)
	}
}

func TestDockerfile(t *testing.T) {
	t.Parallel()
	service := loadCompose(t).Services["growthmap"]
	if service.Build == nil {
		t.Fatal("the service is not built here")
	}
	text, err := os.ReadFile(fmt.Sprintf("%s/%s", service.Build.Context, service.Build.Dockerfile))
	if err != nil {
		t.Fatal(err)
	}
	instructions := regexp.MustCompile(`(?m)^([A-Z]+) (.*)$`).FindAllStringSubmatch(string(text), -1)
	from := regexp.MustCompile(`^(\S+) AS (\S+)$`)
	copied := regexp.MustCompile(`--from=(\S+)`)
	var stages, images []string
	last := map[string]string{}
	for _, i := range instructions {
		switch name, rest := i[1], i[2]; name {
		case "FROM":
			m := from.FindStringSubmatch(rest)
			if m == nil {
				t.Fatalf("stage without a name: FROM %s", rest)
			}
			images, stages = append(images, m[1]), append(stages, m[2])
			clear(last)
		case "COPY":
			if m := copied.FindStringSubmatch(rest); m != nil && !slices.Contains(stages, m[1]) {
				t.Errorf("COPY from %s, but the stages so far are %v", m[1], stages)
			}
		default:
			last[name] = rest
		}
	}
	if want := []string{"dashboard", "binary", "service"}; !slices.Equal(stages, want) {
		t.Errorf("stages are %v, want %v", stages, want)
	}
	mod, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	language := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(string(mod))
	if language == nil || !slices.Contains(images, "golang:"+language[1]+"-bookworm") {
		t.Errorf("built with %v, but go.mod says %v", images, language)
	}
	if last["USER"] != service.User {
		t.Errorf("the image runs as %s, the service as %s", last["USER"], service.User)
	}
	if want := fmt.Sprintf("[%q]", service.HealthCheck.Test[1]); last["ENTRYPOINT"] != want {
		t.Errorf("the image starts %s, its health check %s", last["ENTRYPOINT"], want)
	}
}

// volumeAt returns the named volume that a service has at a path.
func volumeAt(s types.ServiceConfig, path string) (types.ServiceVolumeConfig, bool) {
	i := slices.IndexFunc(s.Volumes, func(v types.ServiceVolumeConfig) bool {
		return v.Type == types.VolumeTypeVolume && v.Source != "" && v.Target == path
	})
	if i < 0 {
		return types.ServiceVolumeConfig{}, false
	}
	return s.Volumes[i], true
}
