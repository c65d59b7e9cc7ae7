# Run from a clone: "make run". Everything else: "make help".
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

node_modules := web/node_modules/.package-lock.json
dashboard    := web/dist/index.html
web_sources  := $(shell find web api geodata/areas -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' \
                        -not -path 'web/e2e/*' -not -path 'web/bench/*' -not -path 'web/test-results/*' -not -path 'web/playwright-report/*' -not -name '*.go')
go_files      = $(shell find . -name '*.go' -not -path '*/node_modules/*')

.PHONY: run
run: setup-run build ## Set up, build and start Growthmap; options for "serve" in ARGS
	@exec bin/growthmap serve $(ARGS)

.PHONY: build
build: $(dashboard) ## Build bin/growthmap
	@echo "Building bin/growthmap ..."
	@CGO_ENABLED=0 go build -trimpath -o bin/growthmap ./cmd/growthmap

.PHONY: test
test: setup-test build ## Set up and run every test
	@echo "Testing the dashboard's functions ..."
	@cd web && npm test
	@echo "Testing the dashboard in Chromium ..."
	@cd web && npm run e2e
	@echo "Testing the service ..."
	@go tool gotestsum --format pkgname -- -race -timeout 15m ./...

.PHONY: lint
lint: $(dashboard) ## Check style and types
	@unformatted=$$(gofmt -l $(go_files)); [ -z "$$unformatted" ] || { echo "gofmt would change: $$unformatted"; exit 1; }
	@go vet ./...
	@go tool staticcheck ./...
	@cd web && npm run lint

.PHONY: bench
bench: build ## Measure the service, and the dashboard in Chromium
	@cd web && npx playwright test --config bench/playwright.config.ts
	@go test -run '^$$' -bench . -benchmem ./...

.PHONY: clean
clean: ## Remove what was built; the database in var/ stays
	@rm -rf bin web/dist/* web/test-results web/playwright-report

.PHONY: help
help: ## List the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | awk -F '\t' '{printf "make %-7s %s\n", $$1, $$2}'

.PHONY: setup-run setup-test
setup-run setup-test: setup-%:
	@scripts/setup.sh $*

$(node_modules): web/package.json web/package-lock.json
	@echo "Installing the dashboard's packages (npm ci) ..."
	@cd web && npm ci
	@touch $@

$(dashboard): $(node_modules) $(web_sources)
	@echo "Building the dashboard ..."
	@cd web && npm run build
