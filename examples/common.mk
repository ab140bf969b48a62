# What the examples share: the commands, the images, and rules that a killed run cannot fool.
#
# A folder's Makefile sets its own options, includes this file and says what its pictures are made of. Everything but the
# pictures goes to build/; `make quick` makes the same graph of fewer images in build/quick/.

SHELL = /bin/bash
.SHELLFLAGS = -o pipefail -e -c
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
.PHONY: all quick clean

all:

EXAMPLES := $(patsubst %/,%,$(dir $(abspath $(lastword $(MAKEFILE_LIST)))))
BIN = $(EXAMPLES)/../.build/release
export PATH := $(BIN):$(PATH)

WORK = build
PICTURES = pictures
IMAGES = 60000
TESTED = 10000

quick:
	@$(MAKE) --no-print-directory all WORK=build/quick PICTURES=build/quick/pictures IMAGES=2000 TESTED=500 $(QUICK)

clean:
	rm -rf build

$(WORK) $(PICTURES):
	mkdir -p $@

# The commands are built where they are not: a folder of installed ones is named by `make BIN=/usr/local/bin`.
$(BIN)/vae-fit:
	$(MAKE) -C $(EXAMPLES)/.. build

# MNIST, or what comes nearest to it; a folder beside the examples keeps it for all of them.
DATA = $(EXAMPLES)/data
KINDS = train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte t10k-labels-idx1-ubyte
$(KINDS:%=$(DATA)/%) &: | $(BIN)/vae-fit
	@mkdir -p $(DATA)
	@part=$$(mktemp -d $(DATA)/part.XXXXXX); trap 'rm -rf "$$part"' EXIT; \
	mnist-fetch -d $$part || \
	{ echo "examples: no MNIST; looking for Fashion-MNIST"; mnist-fetch fashion -d $$part; } || \
	{ echo "examples: no data set within reach; drawing digits instead"; \
	idx-synth digits -n 10000 --seed 1 --labels $$part/t10k-labels-idx1-ubyte -o $$part/t10k-images-idx3-ubyte; \
	idx-synth digits -n 60000 --labels $$part/train-labels-idx1-ubyte -o $$part/train-images-idx3-ubyte; }; \
	mv $$part/* $(DATA)

$(WORK)/train.idx: $(DATA)/train-images-idx3-ubyte | $(WORK)
	idx-cat --take $(IMAGES) -o $@ $<

$(WORK)/train-labels.idx: $(DATA)/train-labels-idx1-ubyte | $(WORK)
	idx-cat --take $(IMAGES) -o $@ $<

$(WORK)/test.idx: $(DATA)/t10k-images-idx3-ubyte | $(WORK)
	idx-cat --take $(TESTED) -o $@ $<

$(WORK)/test-labels.idx: $(DATA)/t10k-labels-idx1-ubyte | $(WORK)
	idx-cat --take $(TESTED) -o $@ $<

# A model is a target once its last epoch is done; until then its file has another name.
FIT = vae-fit --validation $(WORK)/test.idx --log $(@:.ckpt=.tsv) -o $@.part
DONE = mv $@.part $@

# A page of originals, each row over what is left of it: 40 test images.
$(WORK)/originals.idx: $(WORK)/test.idx
	idx-cat --take 40 -o $@ $<
$(WORK)/%-seen.idx: $(WORK)/%.ckpt $(WORK)/originals.idx
	vae-encode $^ | vae-decode $< -o $@
