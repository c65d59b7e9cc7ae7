package httpapi_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"growthmap/internal/httpapi"
	"growthmap/internal/httpapi/apitest"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestServeFinishesWhatIsUnderWay(t *testing.T) {
	entered, gate := make(chan struct{}), make(chan struct{})
	_, o := meddle(t, func(context.Context, int64) error {
		close(entered)
		<-gate
		return nil
	})
	s, err := httpapi.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	c := apitest.At(t, "http://"+l.Addr().String())
	answered := make(chan *apitest.Answer, 1)
	go func() { answered <- c.Get(items) }()
	<-entered
	stop()
	// The port is free before the last request is done, and the server says that
	// it takes no more.
	until(t, func() bool {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err == nil {
			conn.Close()
		}
		return err != nil
	})
	apitest.New(t, s.Handler()).Get("/readyz").Problem(http.StatusServiceUnavailable)
	close(gate)
	(<-answered).Want(http.StatusOK)
	if err := <-served; err != nil {
		t.Error(err)
	}
}

func TestServeDoesNotWaitForEver(t *testing.T) {
	entered := make(chan struct{})
	_, o := meddle(t, func(ctx context.Context, _ int64) error {
		close(entered)
		<-ctx.Done()
		return ctx.Err()
	})
	o.DrainTimeout = time.Millisecond
	s, err := httpapi.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l := listen(t)
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- s.Serve(ctx, l) }()
	cut := make(chan error, 1)
	go func() {
		response, err := http.Get("http://" + l.Addr().String() + items)
		if err == nil {
			response.Body.Close()
		}
		cut <- err
	}()
	<-entered
	stop()
	if err := <-served; err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("Serve: %v", err)
	}
	if err := <-cut; err == nil {
		t.Error("the request was answered")
	}
}

func TestServeSaysWhyItCannot(t *testing.T) {
	s, err := httpapi.New(options(t))
	if err != nil {
		t.Fatal(err)
	}
	l := listen(t)
	l.Close()
	if err := s.Serve(t.Context(), l); err == nil || !strings.Contains(err.Error(), l.Addr().String()) {
		t.Errorf("Serve on a closed listener: %v", err)
	}
}
