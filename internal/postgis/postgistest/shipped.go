package postgistest

import (
	"context"
	"sync"
	"testing"
	"time"

	"growthmap/geodata"
	"growthmap/internal/atlas"
	"growthmap/internal/intake"
	"growthmap/internal/postgis"
)

var (
	shipping sync.Once
	shipped  *postgis.Store
)

// Shipped returns a store that holds the shipped data as edition 1. All tests of
// the process share it, so they must only read.
func Shipped(t testing.TB) *postgis.Store {
	t.Helper()
	shipping.Do(func() {
		ctx := context.WithoutCancel(t.Context())
		store, err := postgis.Open(ctx, postgis.Options{DSN: Database(t), Log: Quiet()})
		if err != nil {
			t.Error(err)
			return
		}
		atEnd = append(atEnd, store.Close)
		if err := publishShipped(ctx, store); err != nil {
			t.Errorf("publish the shipped data: %v", err)
			return
		}
		shipped = store
	})
	if shipped == nil {
		t.Fatal("the shipped data could not be loaded")
	}
	return shipped
}

func publishShipped(ctx context.Context, store *postgis.Store) error {
	definitions, err := intake.Definitions(geodata.Files)
	if err != nil {
		return err
	}
	publication, _, err := intake.Shipped(geodata.Files, definitions, atlas.DayOf(time.Now()))
	if err != nil {
		return err
	}
	_, err = store.Publish(ctx, publication)
	return err
}
