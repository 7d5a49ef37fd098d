# Short names. Nothing here needs make: each target is one command that can be typed.
.PHONY: all setup build test interop campaign bench docs fuzz samples storyboard install wheel lint format ci clean

all: build

setup: ; sh Samples/setup.sh

build: setup ; swift build

test: ; sh Tests/run.sh

interop: ; sh Tests/Interop/run.sh

campaign: ; sh Tests/Campaign/run.sh

# The figures of Docs/Performance.md beside their peers: make bench LINE=render
bench: ; sh Tests/Bench/run.sh $(LINE)

# The documentation of the libraries as one site: make docs OUTPUT=Output
docs: ; sh Docs/build-site.sh $(or $(OUTPUT),Output)

# make fuzz TIME=600 TARGETS='codec container'
fuzz: ; sh Tests/Fuzz/run.sh $(or $(TIME),60) $(TARGETS)

# The servers of Samples/Servers, built and driven by the openai client.
samples: ; sh Samples/Servers/test.sh

storyboard: ; sh Samples/storyboard.sh

# The Python package: make wheel OUTPUT=Output
wheel: ; sh Sources/Python/build-wheel.sh $(or $(OUTPUT),Output)

# The C library: make install PREFIX=/usr/local
install: ; sh Sources/SaccadeC/install.sh $(or $(PREFIX),/usr/local)

lint: ; sh Tests/lint.sh

format: ; swift format --in-place --parallel --recursive Sources Tests Samples Package.swift

ci: ; bash .ci/run

clean: ; rm -rf .build .build-* Output
