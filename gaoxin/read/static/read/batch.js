// batch (成批收件): files go up one by one, long ones piece by piece, each with its line; then the
// list and the counts in the menu are renewed.
(function () {
  const form = document.querySelector("[data-read-batch]");
  if (!form) return;
  const inputs = [...form.querySelectorAll("input[type=file]")];
  const endings = inputs[0].accept.split(",");
  const bar = form.querySelector("progress");
  const said = form.querySelector("[data-read-said]");
  const lines = form.querySelector("[data-read-lines]");
  const button = form.querySelector("button[type=submit]");
  const stop = form.querySelector("[data-read-stop]");
  let running = false;

  async function post(address, body) {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "X-Read-Batch": "1" },
      redirect: "error",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  }

  async function send(file) {
    const body = new FormData(form);
    ["files", "text", "title"].forEach((name) => body.delete(name));
    body.append("files", file);
    return (await post(form.action, body)).text();
  }

  // A long text: its line tells how far it is read, the bar moves on by what is read of it.
  async function readOn(line, done) {
    const told = line.querySelector("[data-line-said]");
    const token = new FormData();
    token.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    while (running) {
      const found = await (await post(line.dataset.readOn, token)).json();
      told.textContent = found.said;
      bar.value = done + found.read / found.length;
      said.textContent = found.progress;
      if (found.done) {
        line.outerHTML = found.line;
        return;
      }
    }
  }

  // The day in a masthead is offered beside the file; a press records it.
  lines.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-read-day]");
    if (!button) return;
    button.disabled = true;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("day", button.dataset.day);
    const told = document.createElement("div");
    told.className = "s12 sec";
    told.setAttribute("role", "status");
    try {
      told.textContent = (await (await post(button.dataset.readDay, body)).json()).said;
      button.replaceWith(told);
      await renew();
    } catch {
      told.textContent = form.dataset.failed;
      button.after(told);
      button.disabled = false;
    }
  });

  function say(words) {
    const line = document.createElement("li");
    line.className = "s13";
    line.textContent = words;
    lines.append(line);
  }

  async function take(file, done) {
    let line;
    try {
      lines.insertAdjacentHTML("beforeend", await send(file));
      line = lines.lastElementChild;
    } catch {
      say(`${file.name}：${form.dataset.failed}`);
      return;
    }
    if (!line.dataset.readOn) return;
    try {
      await readOn(line, done);
    } catch {
      line.querySelector("[data-line-said]").textContent = form.dataset.cut;
    }
  }

  // The list, its counts and the menu as they are now, without leaving the lines above.
  async function renew() {
    try {
      const answer = await fetch(location.href, { redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const place of ["#list", ".gx-side", ".gx-tabbar", "#main .acts"]) {
        const old = document.querySelector(place);
        const now = page.querySelector(place);
        if (!old || !now) continue;
        const held = document.adoptNode(now);
        old.replaceWith(held);
        if (window.htmx) window.htmx.process(held);
      }
    } catch {
      // The lines above tell what was read; the list is renewed with the page.
    }
  }

  function chosen() {
    const files = inputs.flatMap((input) => [...input.files]);
    const fits = (file) => endings.some((ending) => file.name.toLowerCase().endsWith(ending));
    return [files.filter(fits), files.filter((file) => !fits(file))];
  }

  form.addEventListener("submit", async (event) => {
    const [files, others] = chosen();
    if (files.length + others.length < 2 || !files.length) return;
    event.preventDefault();
    running = true;
    button.disabled = true;
    bar.hidden = stop.hidden = false;
    bar.max = files.length;
    lines.replaceChildren();
    // A folder holds other files too: they are named, not sent.
    if (others.length) {
      const names = others.map((file) => file.name).slice(0, 20);
      const words = form.dataset.skipped.replace("{n}", others.length);
      say(words + names.join(form.dataset.sorts) + (others.length > 20 ? " …" : ""));
    }
    let done = 0;
    for (const file of files) {
      if (!running) break;
      bar.value = done;
      said.textContent = `${form.dataset.reading} ${done + 1} / ${files.length} ${file.name}`;
      await take(file, done);
      done += 1;
    }
    bar.value = done;
    const how = running ? form.dataset.done : form.dataset.stopped;
    said.textContent = `${how} ${done} / ${files.length}`;
    running = false;
    button.disabled = false;
    stop.hidden = true;
    await renew();
  });

  stop.addEventListener("click", () => {
    running = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });

  // Files dropped on the form are as if chosen.
  ["dragover", "drop"].forEach((name) =>
    form.addEventListener(name, (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("over", name === "dragover");
      if (name === "drop" && event.dataTransfer.files.length) {
        inputs[0].files = event.dataTransfer.files;
      }
    }),
  );
  form.addEventListener("dragleave", () => form.classList.remove("over"));
})();
