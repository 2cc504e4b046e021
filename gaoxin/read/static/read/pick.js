// reader (读报): words chosen in the paper, by mouse, finger or keys, go into the form of a new fact.
(function () {
  const paper = document.getElementById("paper");
  const add = document.querySelector("[data-read-add]");
  if (!paper || !add) return;
  const form = add.querySelector("form");
  const button = document.querySelector("[data-read-pick]");
  const start = document.querySelector("[data-read-start]");

  // The words as printed: small numbers behind marks are ours, not the paper's.
  function chosen() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!paper.contains(range.commonAncestorContainer)) return null;
    const piece = range.cloneContents();
    piece.querySelectorAll("sup, .ptag").forEach((each) => each.remove());
    const words = piece.textContent.trim();
    return words ? { words, near: place(range), box: range.getBoundingClientRect() } : null;
  }

  // About where the words begin in the file: the paragraph's place and the signs before them.
  function place(range) {
    const node = range.startContainer;
    const holder = (node.nodeType === 1 ? node : node.parentElement).closest("[data-at]");
    if (!holder) return "";
    const before = document.createRange();
    before.setStart(holder, 0);
    before.setEnd(range.startContainer, range.startOffset);
    return Number(holder.dataset.at) + before.toString().length;
  }

  function show() {
    const found = chosen();
    button.hidden = !found;
    if (!found) return;
    const high = window.innerHeight;
    const wide = window.innerWidth;
    const top = found.box.bottom + 8;
    const fits = top < high - 110;
    button.style.setProperty("top", `${fits ? Math.max(top, 60) : Math.max(found.box.top - 42, 60)}px`);
    button.style.setProperty("left", `${Math.min(Math.max(found.box.left, 10), wide - 150)}px`);
  }

  function take() {
    const found = chosen();
    if (!found) return;
    form.words.value = found.words;
    form.near.value = found.near;
    window.getSelection().removeAllRanges();
    picking(false);
    add.open = true;
    form.querySelector("input[name=what]:checked").focus({ preventScroll: true });
    bring();
  }

  // On a phone the form stands far below the paper: jump there at once.
  function bring() {
    const block = window.innerWidth <= 1100 ? "center" : "nearest";
    add.scrollIntoView({ block, behavior: "instant" });
  }

  // Keys: the paper becomes a field that can be walked through but not written in.
  let printed = [];
  function picking(on) {
    if (on === (paper.contentEditable === "true")) return;
    if (on) {
      printed = [...paper.childNodes].map((each) => each.cloneNode(true));
      paper.contentEditable = "true";
      paper.setAttribute("role", "textbox");
      paper.setAttribute("inputmode", "none");
      paper.setAttribute("aria-multiline", "true");
      paper.setAttribute("aria-readonly", "true");
      paper.setAttribute("aria-description", paper.dataset.hint);
      paper.focus({ preventScroll: true });
      const from = paper.querySelector("mark.on") || paper.querySelector("[data-at]") || paper;
      window.getSelection().collapse(from, 0);
    } else {
      paper.removeAttribute("contenteditable");
      ["role", "inputmode", "aria-multiline", "aria-readonly", "aria-description"].forEach((name) =>
        paper.removeAttribute(name),
      );
    }
  }

  ["beforeinput", "paste", "drop", "cut", "dragstart"].forEach((name) =>
    paper.addEventListener(name, (event) => {
      if (paper.isContentEditable) event.preventDefault();
    }),
  );
  // What an input method writes cannot be refused beforehand: the paper is put back.
  paper.addEventListener("input", () => {
    paper.replaceChildren(...printed.map((each) => each.cloneNode(true)));
    window.getSelection().collapse(paper.querySelector("mark.on, [data-at]") || paper, 0);
  });
  paper.addEventListener("keydown", (event) => {
    if (!paper.isContentEditable || event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      picking(false);
      start.focus({ preventScroll: true });
    } else if (event.key === "Enter") {
      event.preventDefault();
      take();
    }
  });
  paper.addEventListener("blur", () => picking(false));
  document.addEventListener("selectionchange", show);
  document.addEventListener("scroll", show, true);
  // A press on the button must not clear what is selected.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", take);
  start.addEventListener("click", () => (chosen() ? take() : picking(true)));
  if (add.open) bring();
})();
