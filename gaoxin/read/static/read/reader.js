// reader (读报): keys press the visible buttons; a batch goes up file by file with progress.
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
    if (pressed.tagName === "SELECT") pressed.focus();
    else pressed.click();
  });

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

  // batch --------------------------------------------------------------
  const form = document.querySelector("[data-read-batch]");
  if (!form) return;
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const endings = inputs[0].accept.split(",");
  const bar = form.querySelector("progress");
  const said = form.querySelector("[data-read-said]");
  const lines = form.querySelector("[data-read-lines]");
  const button = form.querySelector("button[type=submit]");

  async function send(file) {
    const body = new FormData(form);
    body.delete("files");
    body.delete("text");
    body.delete("title");
    body.append("files", file);
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Read-Batch": "1" },
      redirect: "error",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  function failed(file) {
    const line = document.createElement("li");
    line.textContent = `${file.name}：${form.dataset.failed}`;
    lines.append(line);
  }

  form.addEventListener("submit", async (event) => {
    // A folder holds other files too; only those that can be read go up.
    const chosenFiles = inputs
      .flatMap((input) => [...input.files])
      .filter((file) => endings.some((ending) => file.name.toLowerCase().endsWith(ending)));
    if (chosenFiles.length < 2) return;
    event.preventDefault();
    button.disabled = true;
    bar.hidden = false;
    bar.max = chosenFiles.length;
    lines.replaceChildren();
    for (const [done, file] of chosenFiles.entries()) {
      bar.value = done;
      said.textContent = `${form.dataset.reading} ${done + 1} / ${chosenFiles.length} ${file.name}`;
      try {
        lines.insertAdjacentHTML("beforeend", await send(file));
      } catch {
        failed(file);
      }
    }
    bar.value = chosenFiles.length;
    said.textContent = `${form.dataset.done} ${chosenFiles.length} / ${chosenFiles.length}`;
    button.disabled = false;
  });
})();
