package postgistest

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/intake"
	"growthmap/internal/postgis"
)

const shippedTemplate = "shipped"

var (
	shipping    sync.Once
	publication atlas.Publication
	notShipped  error
	opening     sync.Once
	shipped     *postgis.Store
)

// Shipped returns a store that holds the shipped data as edition 1. All tests of
// the process share it, so they must only read.
func Shipped(t testing.TB) *postgis.Store {
	t.Helper()
	opening.Do(func() {
		store, err := openShipped(context.WithoutCancel(t.Context()), t)
		if err != nil {
			t.Error(err)
			return
		}
		atEnd = append(atEnd, store.Close)
		shipped = store
	})
	if shipped == nil {
		t.Fatal("the shipped data could not be loaded")
	}
	return shipped
}

// OpenShipped returns a store on a database of the test's own, which holds the
// shipped data as edition 1, and the publication of that edition. Its lists are
// the test's own as well; the features in them are not.
func OpenShipped(t testing.TB) (*postgis.Store, atlas.Publication) {
	t.Helper()
	store, err := openShipped(t.Context(), t)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	p := publication
	p.Definitions, p.Changes = slices.Clone(p.Definitions), slices.Clone(p.Changes)
	return store, p
}

func openShipped(ctx context.Context, t testing.TB) (*postgis.Store, error) {
	t.Helper()
	starting.Do(start)
	if failed != nil {
		t.Fatalf("start a test database: %v", failed)
	}
	shipping.Do(func() { notShipped = ship(ctx) })
	if notShipped != nil {
		t.Fatalf("publish the shipped data: %v", notShipped)
	}
	return postgis.Open(ctx, postgis.Options{DSN: database(t, shippedTemplate), Log: Quiet()})
}

// ship makes the database that others with the shipped data are copied from.
func ship(ctx context.Context) error {
	definitions, err := intake.Definitions(geodata.Files)
	if err != nil {
		return err
	}
	if publication, _, err = intake.Shipped(geodata.Files, definitions, atlas.DayOf(time.Now())); err != nil {
		return err
	}
	if err := create(ctx, shippedTemplate, template); err != nil {
		return err
	}
	store, err := postgis.Open(ctx, postgis.Options{DSN: address(shippedTemplate), Log: Quiet()})
	if err != nil {
		return err
	}
	defer store.Close()
	_, err = store.Publish(ctx, publication)
	return err
}
