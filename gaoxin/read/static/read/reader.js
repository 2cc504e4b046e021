// reader (读报): keys press the visible buttons; a long text is read on while its page is open.
(function () {
  const main = document.getElementById("main");

  // keys ---------------------------------------------------------------
  function typing(target) {
    return target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
  }

  function keysOff() {
    try {
      return localStorage.getItem("gx-keys") === "off";
    } catch {
      return false;
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (typing(event.target) || keysOff() || document.querySelector("dialog[open]")) return;
    if (!/^[a-z]$/i.test(event.key)) return;
    const pressed = main.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (!pressed || pressed.disabled) return;
    event.preventDefault();
    if (pressed.tagName === "SELECT") choose(pressed);
    else pressed.click();
  });

  // Opened, so that arrow keys walk through the list before one is chosen.
  function choose(select) {
    select.focus();
    try {
      select.showPicker();
    } catch {
      // Focused it can be opened with the space bar.
    }
  }

  const edit = document.querySelector("[data-read-edit]");
  if (edit) {
    edit.addEventListener("toggle", () => {
      if (edit.open) edit.querySelector("input").focus();
    });
  }

  // Scrolls inside the box only, so that the page itself stays where it is.
  function bring(element, box) {
    if (!element || !box || box.scrollHeight <= box.clientHeight) return;
    const at = element.getBoundingClientRect();
    const seen = box.getBoundingClientRect();
    if (at.top >= seen.top + 60 && at.bottom <= seen.bottom) return;
    box.scrollTop += at.top - seen.top - (seen.height - at.height) / 3;
  }
  const chosen = document.getElementById("fact");
  bring(chosen, document.querySelector(".rd-scroll"));
  // On a phone the facts stand under the paper.
  if (chosen && window.innerWidth <= 1100 && /[?&]fact=/.test(location.search)) {
    chosen.scrollIntoView({ block: "start", behavior: "instant" });
  }
  bring(document.querySelector(".paper mark.on"), document.querySelector(".rd-l"));

  // reading on -----------------------------------------------------------
  const going = document.querySelector("[data-going]");
  if (!going) return;
  const strip = going.closest(".rd-going");
  const bar = strip.querySelector("progress");
  const said = strip.querySelector("[data-going-said]");
  const button = going.querySelector("button");
  let running = false;
  let finished = false;

  async function piece() {
    const answer = await fetch(going.action, {
      method: "POST",
      body: new FormData(going),
      headers: { "X-Read-Batch": "1" },
      redirect: "error",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  // An officer who is at work on a fact is not torn away from it: the page is renewed when idle.
  function renew() {
    const busy = typing(document.activeElement || document.body) || (edit && edit.open);
    if (busy) button.textContent = button.dataset.go;
    else location.reload();
  }

  async function run() {
    running = true;
    button.textContent = button.dataset.stop;
    while (running) {
      let found;
      try {
        found = await piece();
      } catch {
        said.textContent = going.dataset.failed;
        break;
      }
      bar.max = found.length; // pages of a PDF first, then characters
      bar.value = found.read;
      said.textContent = found.progress;
      if (found.done) {
        finished = true;
        said.textContent = going.dataset.done;
        renew();
        return;
      }
    }
    running = false;
    button.textContent = button.dataset.go;
  }

  going.addEventListener("submit", (event) => {
    if (finished) return;
    event.preventDefault();
    if (running) {
      running = false;
      said.textContent = going.dataset.stopped;
    } else run();
  });
  run();
})();
