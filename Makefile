# Everything a person starts; each is one small script in bin/. A new machine needs Python 3.11 and make.
SERVE ?= 1
PORT ?= 8000
SECONDS ?= 60
export PORT
.PHONY: demo test check up assets bench fuzz shots lock
demo:   ; @bin/demo $(SERVE)
test:   ; @bin/test
check:  ; @bin/check
up:     ; @bin/up
assets: ; @bin/assets
bench:  ; @bin/bench
fuzz:   ; @bin/fuzz $(SECONDS)
shots:  ; @bin/shots
lock:   ; @bin/lock
