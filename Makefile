# Each target says what it does before it does it, and may be run again.
.PHONY: help run build test test-fast bench lint clean

# The SDK says nothing of its own on a new machine, and makes no certificate.
export DOTNET_NOLOGO = 1
export DOTNET_CLI_TELEMETRY_OPTOUT = 1
export DOTNET_GENERATE_ASPNET_CERTIFICATE = false

help: ## what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: build ## a Debian machine from nothing, to its login prompt
	@eng/setup run
	@eng/run

build: ## out/pandod and out/pando, ready-to-run compiled
	@eng/build

test: ## everything (installs what the tests need)
	@eng/setup test
	@eng/test all

test-fast: ## the tests that take less than two minutes together
	@eng/test fast

bench: build ## measurements side by side with the peers
	@eng/setup bench
	@eng/bench

lint: ## formatting, analyzers, layers, texts in both languages
	@eng/lint

clean: ## what was built; images and instances stay
	@echo "pando: removing out/, bin/, obj/"
	@rm -rf out
	@find src test bench -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
