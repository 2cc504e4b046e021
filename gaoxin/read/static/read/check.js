// check (检查通报): walk from fault to fault by keys or clicks; each shows the words that prove it.
(function () {
  const pane = document.querySelector("[data-check]");
  const rows = pane ? [...pane.querySelectorAll("[data-fault]")] : [];
  if (!rows.length) return;
  const paper = document.querySelector(".rd-check");
  const proofs = [...paper.querySelectorAll("[data-proves]")];
  const said = pane.querySelector("[data-check-at]");
  let at = -1;

  function keysOff() {
    try {
      return localStorage.getItem("gx-keys") === "off";
    } catch {
      return false;
    }
  }

  function still() {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth";
  }

  // Scrolls the column when it scrolls by itself; on a phone the page, and only to the text.
  function bring(element, block) {
    if (element) element.scrollIntoView({ block, behavior: still() });
  }

  function go(next, from) {
    at = Math.min(Math.max(next, 0), rows.length - 1);
    const number = rows[at].dataset.fault;
    rows.forEach((row, place) => {
      row.classList.toggle("on", place === at);
      row.firstElementChild.toggleAttribute("aria-current", place === at);
    });
    paper.querySelectorAll("mark.on").forEach((mark) => mark.classList.remove("on"));
    const wrong = document.getElementById(`at-${number}`);
    if (wrong) wrong.firstElementChild.classList.add("on");
    for (const proof of proofs) {
      const proves = proof.dataset.proves.split(" ").includes(number);
      if (proves) proof.firstElementChild.classList.add("on");
    }
    said.textContent = `${at + 1} / ${rows.length}`;
    const narrow = window.innerWidth <= 1100;
    if (from === "paper" || !narrow) bring(rows[at], "nearest");
    if (from !== "paper") bring(wrong, "center");
    if (from === "keys") rows[at].firstElementChild.focus({ preventScroll: true });
  }

  pane.addEventListener("click", (event) => {
    const row = event.target.closest("[data-fault]");
    if (!row) return;
    event.preventDefault();
    go(rows.indexOf(row), "list");
  });
  paper.addEventListener("click", (event) => {
    const mark = event.target.closest("a.rd-mark");
    if (!mark) return;
    event.preventDefault();
    const row = document.getElementById(mark.hash.slice(1));
    go(rows.indexOf(row), "paper");
  });
  document.querySelector("[data-key=j]").addEventListener("click", () => go(at + 1, "keys"));
  document.querySelector("[data-key=k]").addEventListener("click", () => go(at - 1, "keys"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keysOff()) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return;
    if (document.querySelector("dialog[open]") || !/^[jkc]$/i.test(event.key)) return;
    event.preventDefault();
    document.querySelector(`[data-key=${event.key.toLowerCase()}]`).click();
  });
  go(0, "start");
  window.scrollTo(0, 0);
})();
