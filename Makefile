# vaeutils: make build, check, demo, install. `make help` lists what there is.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

# Debian packages, each with the pkg-config module, header or program that shows it is there.
LIBRARIES = zlib:zlib1g-dev libpng:libpng-dev libcurl:libcurl4-openssl-dev \
	cairo:libcairo2-dev libcrypto:libssl-dev openblas:libopenblas-dev \
	libjpeg:libjpeg-dev libtiff-4:libtiff-dev libwebpdemux:libwebp-dev
BIN = .build/release
STAGE = .build/stage
COMMANDS = $(shell ls Sources | LC_ALL=C grep '^[a-z]')
RUNTIME = .build/runtime/libvaeutils-swift.so
LIBRARY = lib/vaeutils
MANIFEST = $(LIBRARY)/installed-files

.DELETE_ON_ERROR:
.PHONY: build plugins portable kernels deb wheel check check-packages check-faults check-kills check-sanitizers fuzz demo lint packages stage install uninstall clean help FORCE

build check: export VAEUTILS_RUNTIME = $(CURDIR)/$(RUNTIME)
build: packages $(RUNTIME) plugins
	$(SWIFT) build -c release

# What speaks to each MPI that this machine can build for; a command started by another says what it lacks.
MPIS = openmpi mpich
PLUGIN = $(dir $(RUNTIME))libvaeutils-$(1).so
plugins: $(foreach mpi,$(MPIS),$(if $(shell command -v mpicc.$(mpi)),$(call PLUGIN,$(mpi))))
$(foreach mpi,$(MPIS),$(call PLUGIN,$(mpi))): $(dir $(RUNTIME))libvaeutils-%.so: Sources/CMessagePassing/plugin.c Sources/CMessagePassing/message_passing.h
	@mkdir -p $(@D)
	mpicc.$* -O2 -shared -fPIC -s -Wl,-soname,$(@F) -o $@ $<

# What the commands need of Swift's runtime, and that needs of C++, in one library: it is loaded in half the time that the
# toolchain's eight take, and a command runs where there is no toolchain. Another toolchain has another one.
TOOLCHAIN = $(dir $(RUNTIME))toolchain
$(TOOLCHAIN): FORCE
	@mkdir -p $(@D); $(SWIFT) -print-target-info >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(RUNTIME): $(TOOLCHAIN)
	@set -e; swift=$$(sed -n 's|.*"runtimeResourcePath": "\(.*\)/lib/swift".*|\1|p' $<); clang=$$swift/bin/clang; \
	archives=$$swift/lib/swift_static/linux; \
	[ -e $$archives/libswiftCore.a ] || { echo "make: this Swift toolchain lacks $$archives: take one of swift.org" >&2; exit 1; }; \
	$$clang -shared -fuse-ld=lld -s -Wl,-soname,$(@F) -static-libgcc -o $@ $$archives/*/swiftrt.o -Wl,--whole-archive \
		$$archives/libswiftCore.a $$archives/libswiftSynchronization.a $$archives/libswiftGlibc.a \
		$$archives/libswift_Builtin_float.a -Wl,--no-whole-archive "$$($$clang -print-file-name=libstdc++.a)" -lm

# Commands for every processor of this machine's kind, in a folder that can be moved or installed. The libraries with the
# kernels are built for each level of x86-64 and put where the loader looks for what serves the processor at hand best
# (ld.so(8), glibc-hwcaps); the commands, and what else they hold, for the lowest.
LEVELS = $(if $(filter x86_64,$(shell uname -m)),x86-64-v2 x86-64-v3 x86-64-v4,native)
LOWEST = $(firstword $(LEVELS))
PORTABLE = .build/portable
KERNELS = $(PORTABLE)/$(LIBRARY)
FORM = VAEUTILS_MARCH=$(LEVEL) $(SWIFT) build -c release --scratch-path .build/$(LEVEL)

portable: LEVEL = $(LOWEST)
portable: packages $(RUNTIME) plugins
	@mkdir -p $(PORTABLE)/bin $(KERNELS)
	cp $(RUNTIME) $(wildcard $(foreach mpi,$(MPIS),$(call PLUGIN,$(mpi)))) $(KERNELS)
	@for level in $(LEVELS); do $(MAKE) --no-print-directory kernels LEVEL=$$level || exit 1; done
	VAEUTILS_RUNTIME=$(CURDIR)/$(RUNTIME) VAEUTILS_KERNELS=$(CURDIR)/$(KERNELS) $(FORM)
	cp $(COMMANDS:%=.build/$(LOWEST)/release/%) $(PORTABLE)/bin

LINK = $(SWIFT)c -emit-library -use-ld=lld -no-toolchain-stdlib-rpath $(addprefix -Xlinker ,-Bsymbolic --strip-debug \
	--remap-inputs=*/libswiftCore.so=$(CURDIR)/$(RUNTIME) \
	$(patsubst %,--remap-inputs=*/libswift%.so=/dev/null,Synchronization Glibc _Builtin_float))
OBJECTS = $(patsubst %,.build/$(LEVEL)/release/%.build/*.o,$(1))
kernels: FOLDER = $(KERNELS)$(if $(filter-out $(LOWEST),$(LEVEL)),/glibc-hwcaps/$(LEVEL))
kernels:
	$(FORM) --target VAEKit
	$(FORM) --target Embedding
	@mkdir -p $(FOLDER)
	$(LINK) -o $(FOLDER)/libvaeutils-vaekit.so -Xlinker -soname=libvaeutils-vaekit.so \
		$(call OBJECTS,TensorStreams Threads CClosures VAEKit)
	$(LINK) -o $(FOLDER)/libvaeutils-embedding.so -Xlinker -soname=libvaeutils-embedding.so \
		$(call OBJECTS,LinearAlgebra Embedding) -Xlinker $(FOLDER)/libvaeutils-vaekit.so

# Packages of that: for Debian and its kin, and for pip. Their files bear the time of the last change.
VERSION = $(shell sed -n 's/.*vaeutilsVersion = "\(.*\)"/\1/p' Sources/CommandSupport/Version.swift)
PACKAGES = .build/packages
deb wheel: export SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct 2>/dev/null || stat -c %Y Package.swift)
deb wheel: WANTED = dpkg-shlibdeps:dpkg-dev patchelf
deb wheel: portable
	$(MAKE) --no-print-directory stage BIN=$(PORTABLE)/bin
	.packaging/$(SCRIPT) $(STAGE) $(VERSION) $(PACKAGES)
deb: SCRIPT = deb.sh
wheel: SCRIPT = wheel.py

# On processors and in places that this is not: before AVX2, a bare Debian 12, an empty virtual environment.
check-packages: deb wheel
	@$(MAKE) --no-print-directory packages WANTED="lintian mmdebstrap qemu-x86_64:qemu-user"
	Tests/Packages/processors.sh $(PORTABLE)/bin
	Tests/Packages/deb.sh $(PACKAGES)/vaeutils_$(VERSION)_*.deb
	Tests/Packages/wheel.sh $(PACKAGES)/vaeutils-$(VERSION)-*.whl

# Only these two want mandoc, and the tests can do without.
check lint: WANTED = mandoc
# Without testable imports the tests use the very objects that `make build` makes.
check: packages $(RUNTIME) plugins
	$(SWIFT) test -c release --disable-testable-imports
	@echo "make check: every test passed"

# The proofs that take long; `check` tries a sample of each. The last lines say how many faults, kills and runs there were.
check-faults: build
	BIN="$(CURDIR)/$(BIN)" Tests/Faults/sweep.sh

KILLS = 500
check-kills: build
	BIN="$(CURDIR)/$(BIN)" Tests/Faults/kills.sh $(KILLS)
	BIN="$(CURDIR)/$(BIN)" Tests/Faults/rank-kills.sh

# A command that ends lets the kernel free its memory; whether readers leak, `fuzz` finds out. All empty arrays of Swift
# share one object, whose count of none is written anew without harm. What C leaves undefined Swift traps in every build,
# and wrong uses of raw memory where it takes the build for one to debug.
check-sanitizers: export ASAN_OPTIONS = detect_leaks=0
check-sanitizers: export TSAN_OPTIONS = suppressions=$(CURDIR)/Tests/Fixtures/thread.suppressions
check-sanitizers: packages
	for sanitizer in address thread; do VAEUTILS_SANITIZER=$$sanitizer \
		$(SWIFT) test -c release --disable-testable-imports --scratch-path .build/$$sanitizer --sanitize $$sanitizer || exit 1; \
	done
	VAEUTILS_SANITIZER=checked $(SWIFT) test -c release --disable-testable-imports --scratch-path .build/checked \
		-Xswiftc -assert-config -Xswiftc Debug

FUZZ_SECONDS = 600
FUZZ_TARGETS = idx gzip table csv levels npy npz matlab safetensors checkpoint onnx density json layers options png jpeg tiff webp bmp pnm
FUZZ_FLAGS = -max_len=8192 -timeout=10 -malloc_limit_mb=64 -rss_limit_mb=2048 -print_final_stats=1
fuzz: packages
	VAEUTILS_FUZZ=1 $(SWIFT) build -c release --scratch-path .build/fuzz --product fuzz-readers
	@for target in $(FUZZ_TARGETS); do \
		mkdir -p .build/corpus/$$target; echo "fuzz: $$target"; \
		FUZZ_TARGET=$$target .build/fuzz/release/fuzz-readers $(FUZZ_FLAGS) -max_total_time=$(FUZZ_SECONDS) \
			-artifact_prefix=.build/corpus/crash-$$target- .build/corpus/$$target Tests/Fixtures/fuzz/$$target \
			2>.build/corpus/$$target.log || { tail -n 40 .build/corpus/$$target.log; exit 1; }; \
		grep -e number_of_executed -e peak_rss .build/corpus/$$target.log; \
	done

lint: packages
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	mandoc -T lint -W warning man/*.[157]

help:
	@echo "make build      the commands, in $(BIN)"
	@echo "make portable   the same for any processor of this kind, in $(PORTABLE)"
	@echo "make deb        that as a package of Debian, in $(PACKAGES)"
	@echo "make wheel      that as a wheel of Python, in $(PACKAGES)"
	@echo "make check      build and run every test"
	@echo "make check-faults  every system call of every command fails once (strace)"
	@echo "make check-kills   $(KILLS) kills of training, none of which may lose anything"
	@echo "make check-sanitizers  the tests under sanitizers, and with all of Swift's checks"
	@echo "make check-packages  both installed, used and taken away where nothing else is; other processors"
	@echo "make fuzz       libFuzzer on every reader, $(FUZZ_SECONDS) seconds each"
	@echo "make demo       digits from start to pictures, in demo/"
	@echo "make lint       formatting of the sources and the manual pages"
	@echo "make install    commands, manual pages and completions under PREFIX ($(PREFIX))"
	@echo "make uninstall  take exactly those away again"
	@echo "make clean      remove what was built, and demo/"

# What the build needs beyond Swift. Nothing happens, and no network is used, when all of it is there.
packages:
	@missing=; \
	need() { missing="$$missing $$1"; }; \
	if command -v pkg-config >/dev/null; then \
		for pair in $(LIBRARIES); do pkg-config --exists $${pair%%:*} || need $${pair##*:}; done; \
	else \
		need pkg-config; for pair in $(LIBRARIES); do need $${pair##*:}; done; \
	fi; \
	[ -e /usr/include/gif_lib.h ] || [ -e /usr/local/include/gif_lib.h ] || need libgif-dev; \
	[ -n "$$(find /usr/share/fonts /usr/local/share/fonts -name '*.[to]tf' 2>/dev/null | head -n 1)" ] \
		|| need fonts-dejavu-core; \
	needed=$$missing; for tool in $(WANTED); do command -v $${tool%%:*} >/dev/null || need $${tool##*:}; done; \
	[ -n "$$missing" ] || exit 0; \
	root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	if ! command -v apt-get >/dev/null || { [ -n "$$root" ] && ! command -v sudo >/dev/null; }; then \
		echo "make: please install (Debian's names):$$missing" >&2; [ -z "$$needed" ]; exit; \
	fi; \
	echo "make: installing$$missing"; \
	{ $$root apt-get update -q || :; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; } || \
	{ echo "make: apt-get failed (no network?): please install$$missing" >&2; [ -z "$$needed" ]; }

# Digits, a model of two latents, and pictures of what it learned: rules as anyone might write them.
DEMO_MODEL = --preset mlp-adamw --epochs 15
DEMO_PICTURES = demo/digits.png demo/map.png demo/manifold.png demo/reconstructions.png demo/loss.png demo/train.gif
TRAIN = demo/data/train-images-idx3-ubyte
TEST = demo/data/t10k-images-idx3-ubyte
TEST_LABELS = demo/data/t10k-labels-idx1-ubyte

demo: build
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(MAKE) --no-print-directory $(DEMO_PICTURES)
	@echo
	@echo "demo/digits.png           what the model was trained on"
	@echo "demo/map.png              where its two latents put the test images, by label"
	@echo "demo/manifold.png         what the latents of a grid decode to"
	@echo "demo/reconstructions.png  test images, and under each what is left of it"
	@echo "demo/loss.png             the loss as it fell"
	@echo "demo/train.gif            the same latents, decoded as the model learned"
	@echo "demo/m.ckpt               the model: try 'vae-info demo/m.ckpt'"

$(TRAIN):
	@mkdir -p demo/data
	@mnist-fetch -d demo/data || \
	{ echo "demo: no MNIST; looking for Fashion-MNIST"; mnist-fetch fashion -d demo/data; } || \
	{ echo "demo: no data set within reach; drawing digits instead"; \
	idx-synth digits -n 5000 --seed 1 --labels $(TEST_LABELS) -o $(TEST) && \
	idx-synth digits -n 30000 --labels demo/data/train-labels-idx1-ubyte -o $@; }

demo/m.ckpt: $(TRAIN)
	vae-fit $(DEMO_MODEL) --log demo/log.tsv --log-every 100 --frames demo/frames.idx --frames-every 200 -o $@ $<

demo/digits.png: $(TRAIN)
	idx-cat --take 200 $< | grid2png --columns 20 --scale 2 > $@

demo/map.png: demo/m.ckpt
	vae-encode $< --labels $(TEST_LABELS) < $(TEST) | plot > $@

demo/manifold.png: demo/m.ckpt
	z-grid --steps 20 | vae-decode $< | grid2png --columns 20 --scale 2 > $@

demo/reconstructions.png: demo/m.ckpt
	for row in 0 20 40 60; do idx-cat --skip $$row --take 20 $(TEST) > demo/row.idx; \
	cat demo/row.idx; vae-encode $< < demo/row.idx | vae-decode $<; done | grid2png --columns 20 --scale 2 > $@
	@rm demo/row.idx

demo/loss.png: demo/m.ckpt
	plot line -x step -y loss,recon,kl demo/log.tsv > $@

demo/train.gif: demo/m.ckpt
	frames2gif --delay 10 --scale 2 < demo/frames.idx > $@

# The whole tree is made ready in .build first; what is then copied is noted in a list that `make uninstall` follows.
stage:
	@rm -rf $(STAGE)
	@mkdir -p $(STAGE)/bin $(STAGE)/$(LIBRARY) $(STAGE)/share/bash-completion/completions \
		$(STAGE)/share/zsh/site-functions $(STAGE)/share/fish/vendor_completions.d
	@set -e; for command in $(COMMANDS); do \
		strip -o $(STAGE)/bin/$$command $(BIN)/$$command; \
		$(BIN)/$$command --completions bash >$(STAGE)/share/bash-completion/completions/$$command; \
		$(BIN)/$$command --completions zsh >$(STAGE)/share/zsh/site-functions/_$$command; \
		$(BIN)/$$command --completions fish >$(STAGE)/share/fish/vendor_completions.d/$$command.fish; \
	done
	@cp $(RUNTIME) $(if $(filter .build/release,$(BIN)),$(wildcard $(foreach mpi,$(MPIS),$(call PLUGIN,$(mpi))))) $(STAGE)/$(LIBRARY)
	@[ ! -d $(BIN)/../$(LIBRARY) ] || cp -r $(BIN)/../$(LIBRARY)/. $(STAGE)/$(LIBRARY)
	@find $(STAGE)/$(LIBRARY) -name '*.so' -exec strip --strip-unneeded {} +
	@set -e; for section in 1 5 7; do for page in man/*.$$section; do \
		[ ! -e "$$page" ] || install -D -m 644 "$$page" $(STAGE)/share/man/man$$section/$${page##*/}; \
	done; done

install:
	@if [ $(BIN) = .build/release ]; then \
		if command -v $(SWIFT) >/dev/null || [ ! -x $(BIN)/vae-fit ] || [ ! -e $(RUNTIME) ]; then $(MAKE) --no-print-directory build; fi; \
	fi
	@$(MAKE) --no-print-directory stage
	@set -e; to="$(DESTDIR)$(PREFIX)"; list=.build/installed-files; \
	case "$$to" in /*) ;; *) to="$$PWD/$$to" ;; esac; \
	if [ -e "$$to/$(MANIFEST)" ]; then cat "$$to/$(MANIFEST)" >$$list; else : >$$list; fi; \
	made() { \
		[ -d "$$1" ] || { made "$${1%/*}" && mkdir "$$1" || exit 1; \
		case "$$1" in "$$to"/*) echo "$${1#$$to/}/" >>$$list ;; esac; }; \
	}; \
	made "$$to"; \
	(cd $(STAGE) && find . -type f | sed 's|^\./||') | while read -r file; do \
		case "$$file" in */*) made "$$to/$${file%/*}" ;; esac; \
		mode=644; case "$$file" in bin/* | *.so) mode=755 ;; esac; \
		install -m $$mode "$(STAGE)/$$file" "$$to/$$file"; echo "$$file" >>$$list; \
	done; \
	sort -u $$list >"$$to/$(MANIFEST)"
	@echo "make install: $(words $(COMMANDS)) commands in $(DESTDIR)$(PREFIX)/bin"

uninstall:
	@set -e; from="$(DESTDIR)$(PREFIX)"; list="$$from/$(MANIFEST)"; \
	[ -e "$$list" ] || { echo "make uninstall: nothing of vaeutils under $$from" >&2; exit 1; }; \
	entries=$$(sort -r "$$list"); rm -f "$$list"; \
	printf '%s\n' "$$entries" | while read -r entry; do \
		case "$$entry" in \
		*/) rmdir "$$from/$$entry" 2>/dev/null || : ;; \
		*) rm -f "$$from/$$entry" ;; \
		esac; \
	done
	@echo "make uninstall: done"

clean:
	rm -rf .build demo
