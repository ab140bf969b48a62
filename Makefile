# vaeutils: make build, check, demo, install. `make help` lists what there is.

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift

# Debian packages, each with the pkg-config module, header or program that shows it is there.
LIBRARIES = zlib:zlib1g-dev openblas:libopenblas-dev libpng:libpng-dev libcurl:libcurl4-openssl-dev \
	cairo:libcairo2-dev libcrypto:libssl-dev
BIN = .build/release
STAGE = .build/stage
COMMANDS = $(shell ls Sources | LC_ALL=C grep '^[a-z]')
RUNTIME = lib/vaeutils
MANIFEST = $(RUNTIME)/installed-files

.PHONY: build check lint packages install uninstall clean help

build: packages
	$(SWIFT) build -c release

# Without testable imports the tests use the very objects that `make build` makes.
check: packages
	$(SWIFT) test -c release --disable-testable-imports
	@echo "make check: every test passed"

lint: packages
	$(SWIFT) format lint --strict --recursive Sources Tests Package.swift
	mandoc -T lint -W warning man/*.[157]

help:
	@echo "make build      the commands, in $(BIN)"
	@echo "make check      build and run every test"
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
	command -v mandoc >/dev/null || need mandoc; \
	[ -n "$$(find /usr/share/fonts /usr/local/share/fonts -name '*.[to]tf' 2>/dev/null | head -n 1)" ] \
		|| need fonts-dejavu-core; \
	[ -n "$$missing" ] || exit 0; \
	root=; [ "$$(id -u)" = 0 ] || root=sudo; \
	if ! command -v apt-get >/dev/null || { [ -n "$$root" ] && ! command -v sudo >/dev/null; }; then \
		echo "make: please install (Debian's names):$$missing" >&2; exit 1; \
	fi; \
	echo "make: installing$$missing"; \
	{ $$root apt-get update -q || :; \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; } || \
	{ echo "make: apt-get failed (no network?): please install$$missing, then try again" >&2; exit 1; }

# The whole tree is made ready in .build first; what is then copied is noted in a list that `make uninstall` follows.
install:
	@if command -v $(SWIFT) >/dev/null || [ ! -x $(BIN)/vae-fit ]; then $(MAKE) --no-print-directory build; fi
	@rm -rf $(STAGE)
	@mkdir -p $(STAGE)/bin $(STAGE)/$(RUNTIME) $(STAGE)/share/bash-completion/completions \
		$(STAGE)/share/zsh/site-functions $(STAGE)/share/fish/vendor_completions.d
	@set -e; for command in $(COMMANDS); do \
		strip -o $(STAGE)/bin/$$command $(BIN)/$$command; \
		$(BIN)/$$command --completions bash >$(STAGE)/share/bash-completion/completions/$$command; \
		$(BIN)/$$command --completions zsh >$(STAGE)/share/zsh/site-functions/_$$command; \
		$(BIN)/$$command --completions fish >$(STAGE)/share/fish/vendor_completions.d/$$command.fish; \
	done
	@set -e; ldd $(addprefix $(BIN)/,$(COMMANDS)) | sed -n 's|.*=> \(/.*/swift/linux/.*\.so\) .*|\1|p' | sort -u | \
	while read -r library; do strip -o $(STAGE)/$(RUNTIME)/$${library##*/} "$$library"; done
# The toolchain's folder stands first in a command's search path; an installed one must look beside itself alone. The new
# path is as long as the old one, filled up with slashes.
	@set -e; toolchain=$$(ldd $(BIN)/$(firstword $(COMMANDS)) | sed -n 's|.*=> \(/.*\)/libswiftCore.so .*|\1|p'); \
	own='$$ORIGIN/../$(RUNTIME)'; slashes=$$(printf '%s' "$$toolchain:\$$ORIGIN:" | tr '\000-\377' '/'); \
	LC_ALL=C sed -i "s|$$toolchain:\$$ORIGIN:$$own|$$own$$slashes|" $(addprefix $(STAGE)/bin/,$(COMMANDS))
	@set -e; for section in 1 5 7; do for page in man/*.$$section; do \
		[ ! -e "$$page" ] || install -D -m 644 "$$page" $(STAGE)/share/man/man$$section/$${page##*/}; \
	done; done
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
