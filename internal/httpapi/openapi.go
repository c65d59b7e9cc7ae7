package httpapi

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"growthmap/api"
)

// openAPI is the contract, ready to be published with absolute addresses.
type openAPI struct {
	digest     string
	document   map[string]any
	operations []operation
}

// operation is what the page about the contract shows of a path.
type operation struct {
	ID          string
	Path        string
	Summary     string
	Description string
	Parameters  []parameter
}

type parameter struct {
	Ref         string `yaml:"$ref"`
	Name        string `yaml:"name"`
	In          string `yaml:"in"`
	Description string `yaml:"description"`
}

// relativeServer is the address in the contract that stands for the service.
const relativeServer = "\nservers:\n  - url: /\n"

func readOpenAPI() (openAPI, error) {
	sum := sha256.Sum256(api.YAML)
	o := openAPI{digest: base64.RawURLEncoding.EncodeToString(sum[:9])}
	if !bytes.Contains(api.YAML, []byte(relativeServer)) {
		return o, fmt.Errorf("openapi.yaml: expected the one server /")
	}
	if err := yaml.Unmarshal(api.YAML, &o.document); err != nil {
		return o, fmt.Errorf("openapi.yaml: %w", err)
	}
	var contract struct {
		Paths      yaml.Node `yaml:"paths"`
		Components struct {
			Parameters map[string]parameter `yaml:"parameters"`
		} `yaml:"components"`
	}
	if err := yaml.Unmarshal(api.YAML, &contract); err != nil {
		return o, fmt.Errorf("openapi.yaml: %w", err)
	}
	paths := contract.Paths.Content // names and values in turn
	for i := 0; i+1 < len(paths); i += 2 {
		var item struct {
			Get struct {
				OperationID string      `yaml:"operationId"`
				Summary     string      `yaml:"summary"`
				Description string      `yaml:"description"`
				Parameters  []parameter `yaml:"parameters"`
			} `yaml:"get"`
		}
		if err := paths[i+1].Decode(&item); err != nil {
			return o, fmt.Errorf("openapi.yaml: %s: %w", paths[i].Value, err)
		}
		op := operation{ID: item.Get.OperationID, Path: paths[i].Value, Summary: item.Get.Summary, Description: item.Get.Description}
		for _, p := range item.Get.Parameters {
			if name, ok := strings.CutPrefix(p.Ref, "#/components/parameters/"); ok {
				p = contract.Components.Parameters[name]
			}
			op.Parameters = append(op.Parameters, p)
		}
		o.operations = append(o.operations, op)
	}
	return o, nil
}

func (s *Server) openAPI(a *ask) (*answer, error) {
	answer, err := s.reply(a, nil, func(context.Context) (*body, error) {
		links := a.selfLinks()
		switch a.format.id {
		case htmlFormat.id:
			return s.document(a, s.openapi.operations, links, page{name: "openapi", Title: words(a.lang).APIDefinition})
		case openAPIYAML.id:
			absolute := strings.Replace(relativeServer, "/\n", a.base+"/\n", 1)
			return newBody(a.format.media, bytes.Replace(api.YAML, []byte(relativeServer), []byte(absolute), 1), links), nil
		}
		document := map[string]any{}
		for name, v := range s.openapi.document {
			document[name] = v
		}
		document["servers"] = []map[string]string{{"url": a.base + "/"}}
		data, err := json.Marshal(document)
		if err != nil {
			return nil, fmt.Errorf("openapi.yaml as JSON: %w", err)
		}
		return newBody(a.format.media, data, links), nil
	})
	if err == nil {
		answer.key = append(answer.key, s.openapi.digest)
	}
	return answer, err
}
