package httpapi

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"growthmap/internal/atlas"
	"growthmap/internal/export"
)

// Relations that have no short name.
const (
	relQueryables     = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
	relTilesets       = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"
	relTilingScheme   = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
	relTilingSchemes  = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"
	relVersionHistory = "version-history" // RFC 5829
)

var (
	hostPattern   = regexp.MustCompile(`^([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?$`)
	prefixPattern = regexp.MustCompile(`^(/[A-Za-z0-9._~-]+)*/?$`)
)

// baseOf is the absolute address of the service without a slash at its end: the
// configured one, else what a trusted proxy says, else that of the request.
func (s *Server) baseOf(r *http.Request) (string, error) {
	if s.public != nil {
		return s.public.String(), nil
	}
	scheme, host, prefix := "http", r.Host, ""
	if r.TLS != nil {
		scheme = "https"
	}
	if s.trusts(r.RemoteAddr) {
		if v := forwarded(r, "X-Forwarded-Proto"); v == "http" || v == "https" {
			scheme = v
		}
		if v := forwarded(r, "X-Forwarded-Host"); v != "" {
			host = v
		}
		if v := forwarded(r, "X-Forwarded-Prefix"); prefixPattern.MatchString(v) {
			prefix = strings.TrimSuffix(v, "/")
		}
	}
	if !hostPattern.MatchString(host) {
		return "", &atlas.Error{Kind: atlas.Invalid, Parameter: "Host", Given: shorten(host), Message: say(korean.BadHost, english.BadHost)}
	}
	return scheme + "://" + host + prefix, nil
}

// forwarded returns the last value of a header, the one the nearest proxy wrote:
// those before it may have come from the client.
func forwarded(r *http.Request, name string) string {
	values := strings.Split(strings.Join(r.Header.Values(name), ","), ",")
	return strings.TrimSpace(values[len(values)-1])
}

func (s *Server) trusts(remote string) bool {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return false
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return false
	}
	for _, p := range s.proxies {
		if p.Contains(address.Unmap()) {
			return true
		}
	}
	return false
}

// carried are the parameters that links take along.
var carried = []string{"lang", "at", "edition"}

// url is the absolute address of a path of the API, with the day, the edition
// and the language of the request, and more parameters in pairs.
func (a *ask) url(path string, more ...string) string {
	query := url.Values{}
	for _, name := range carried {
		if v, ok := a.query[name]; ok {
			query.Set(name, v)
		}
	}
	for i := 0; i < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	return address(a.base+path, query)
}

// here is the absolute address of what is asked for, its parameters in order
// and changed as given; an empty value takes one away.
func (a *ask) here(changes map[string]string) string {
	query := url.Values{}
	for name, v := range a.query {
		query.Set(name, v)
	}
	for name, v := range changes {
		if v == "" {
			query.Del(name)
		} else {
			query.Set(name, v)
		}
	}
	return address(a.base+a.route(), query)
}

func address(path string, query url.Values) string {
	if len(query) == 0 {
		return path
	}
	return path + "?" + query.Encode()
}

// selfLinks are the link to the answer itself and to its other formats.
func (a *ask) selfLinks() []export.Link {
	links := []export.Link{{
		Href: a.here(nil), Rel: "self", Type: a.format.media, Title: words(a.lang).ThisDocument, Hreflang: a.lang,
	}}
	for _, f := range a.endpoint.formats {
		if f.id != a.format.id && f.file == nil {
			links = append(links, export.Link{
				Href: a.here(map[string]string{"f": f.id}), Rel: "alternate", Type: f.media,
				Title: say(korean.ThisDocumentAs, english.ThisDocumentAs, f.id).In(a.lang), Hreflang: a.lang,
			})
		}
	}
	return links
}

// linkHeader writes links as RFC 8288 does. Templates are no links there.
func linkHeader(links []export.Link) string {
	var b strings.Builder
	for _, l := range links {
		if l.Templated {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		b.WriteString("<" + l.Href + `>; rel="` + l.Rel + `"`)
		if l.Type != "" {
			b.WriteString(`; type="` + l.Type + `"`)
		}
	}
	return b.String()
}
