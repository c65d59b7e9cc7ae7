// Package api is the contract of the service: the OpenAPI document, written by
// hand, that the server publishes and the tests hold every answer against.
package api

import _ "embed"

// YAML is the OpenAPI 3.0 document. Its server addresses are relative to the
// address of the service.
//
//go:embed openapi.yaml
var YAML []byte
