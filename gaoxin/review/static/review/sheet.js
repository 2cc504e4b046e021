// sheet (评分表): what is typed is kept on this machine at once and sent when it can be.
//
// Each field is sent with the moment it was typed and the state of the server it was typed in view
// of; the server merges. A local draft belongs to one account, case and round.
(function () {
  const PREFIX = "gx-sheet/";
  const PAUSE = 700;
  const AGAIN = 10000;
  const NARROW = window.matchMedia("(max-width:1000px)");
  const main = document.getElementById("main");

  // this machine -------------------------------------------------------
  function kept(key) {
    try {
      return JSON.parse(localStorage.getItem(key) || "null");
    } catch {
      return null;
    }
  }

  function keep(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  function forget(beginning) {
    try {
      Object.keys(localStorage)
        .filter((key) => key.startsWith(PREFIX + beginning))
        .forEach((key) => localStorage.removeItem(key));
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  const signed = document.querySelector("[data-signed]");
  if (signed) forget(signed.dataset.signed);

  // evidence -----------------------------------------------------------
  function turn(number) {
    for (const each of document.querySelectorAll("[data-cite]")) {
      each.hidden = each.dataset.cite !== String(number);
    }
    return document.querySelector(`[data-cite="${number}"]`);
  }

  main.addEventListener("click", (event) => {
    const link = event.target.closest("[data-turn]");
    if (!link) return;
    const shown = turn(link.dataset.turn);
    if (!shown) return;
    event.preventDefault();
    // On a narrow screen the cited place comes to the item that it is evidence for.
    const item = link.closest(".rv-item");
    if (item && NARROW.matches) item.querySelector(".rv-itemhead").after(shown);
    shown.scrollIntoView({ block: "nearest", behavior: "instant" });
  });

  const form = document.getElementById("rv-sheet");
  if (!form) return;
  form.addEventListener("focusin", (event) => {
    const item = event.target.closest(".rv-item");
    if (!item) return;
    const own = [...document.querySelectorAll("[data-cite]")].filter(
      (each) => each.dataset.item === item.dataset.item,
    );
    if (own.length && own.every((each) => each.hidden)) turn(own[0].dataset.cite);
  });

  // fields -------------------------------------------------------------
  const said = [...form.querySelectorAll("[data-state]")];
  const button = form.querySelector("[data-sign]");
  const key = `${PREFIX}${form.dataset.key}/${form.dataset.round}`;
  const offset = Date.parse(form.dataset.now) - Date.now();
  const device = deviceName();
  const stamps = {};
  let pending = {};
  let timer = 0;
  let sending = null;

  function deviceName() {
    const found = kept("gx-device") || `d-${Math.random().toString(36).slice(2, 12)}`;
    keep("gx-device", found);
    return found;
  }

  function inputs(name) {
    const found = form.elements.namedItem(name);
    if (!found) return [];
    return found instanceof RadioNodeList ? [...found] : [found];
  }

  function read(name) {
    const [first, ...more] = inputs(name);
    if (first && first.type === "radio") {
      return ([first, ...more].find((each) => each.checked) || { value: "" }).value;
    }
    return first ? first.value : "";
  }

  function write(name, value) {
    const text = value === null || value === undefined ? "" : String(value);
    for (const each of inputs(name)) {
      if (each.type === "radio") each.checked = each.value === text;
      else each.value = text;
    }
    mark(name);
  }

  function mark(name) {
    const item = form.querySelector(`.rv-item[data-item="${name.split(".")[0]}"]`);
    if (item) item.querySelector(".rv-open").hidden = Boolean(item.querySelector("input:checked"));
  }

  function say(text, link) {
    for (const place of said) {
      place.textContent = text;
      if (!link) continue;
      const anchor = document.createElement("a");
      anchor.href = `/accounts/login/?next=${encodeURIComponent(location.pathname)}`;
      anchor.textContent = link;
      place.append(" ", anchor);
    }
  }

  function persist() {
    const empty = Object.keys(pending).length === 0;
    return keep(key, empty ? null : { pending });
  }

  form.addEventListener("input", (event) => typed(event.target.name));

  function typed(name) {
    if (!/\.(level|reason)$/.test(name || "")) return;
    const before = pending[name];
    pending[name] = {
      value: read(name),
      at: new Date(Date.now() + offset).toISOString(),
      seen: before ? before.seen : stamps[name] || "",
    };
    mark(name);
    if (!persist()) say(form.dataset.unsafe);
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  }

  // server -------------------------------------------------------------
  function send() {
    clearTimeout(timer);
    sending = (sending || Promise.resolve()).then(sendNow);
    return sending;
  }

  async function sendNow() {
    const batch = { ...pending };
    if (Object.keys(batch).length === 0) return true;
    say(form.dataset.saving);
    let answer;
    try {
      answer = await fetch(form.dataset.draft, {
        method: "POST",
        redirect: "manual",
        headers: {
          "Content-Type": "application/json",
          "X-CSRFToken": form.elements.namedItem("csrfmiddlewaretoken").value,
        },
        body: JSON.stringify({ device, round: Number(form.dataset.round), edits: batch }),
      });
    } catch {
      return waiting();
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) return expired();
    if (answer.status === 409) return refused((await answer.json()).refused);
    if (answer.status === 404) return refused("404");
    if (!answer.ok) return waiting();
    for (const [name, edit] of Object.entries(batch)) {
      if (pending[name] === edit) delete pending[name];
    }
    const state = await answer.json();
    apply(state);
    persist();
    return Object.keys(pending).length === 0;
  }

  function waiting() {
    say(persist() ? form.dataset.offline : form.dataset.unsafe);
    form.querySelector("[data-marks]").textContent = "—";
    form.querySelector("[data-left]").textContent = `，${form.dataset.waiting}`;
    clearTimeout(timer);
    timer = setTimeout(send, AGAIN);
    return false;
  }

  function expired() {
    say(persist() ? form.dataset.expired : form.dataset.unsafe, form.dataset.login);
    return false;
  }

  function refused(why) {
    say(form.dataset.refused.replace("%s", why));
    return false;
  }

  function apply(state) {
    for (const [name, field] of Object.entries(state.fields)) {
      stamps[name] = field.stamp;
      // Typed on while the last words were under way.
      if (pending[name]) continue;
      if (read(name) !== String(field.value ?? "")) write(name, field.value);
      for (const [tail, value] of [["seen", field.stamp], ["was", field.value]]) {
        const hidden = form.elements.namedItem(`${name}.${tail}`);
        if (hidden) hidden.value = value ?? "";
      }
    }
    showClashes(state.fields);
    form.querySelector("[data-marks]").textContent = state.marks;
    form.querySelector("[data-of]").textContent = state.of;
    form.querySelector("[data-done]").textContent = state.done;
    form.querySelector("[data-left]").textContent = state.left ? `，${state.left}` : "";
    button.disabled = !state.ready;
    if (state.saved_at) say(form.dataset.saved.replace("%s", state.saved_at));
  }

  function showClashes(fields) {
    const blank = document.getElementById("rv-clash").content;
    for (const item of form.querySelectorAll(".rv-item")) {
      const place = item.querySelector("[data-clashes]");
      place.replaceChildren();
      for (const kind of ["level", "reason"]) {
        const name = `${item.dataset.item}.${kind}`;
        const other = fields[name] && fields[name].other;
        if (!other) continue;
        const note = blank.cloneNode(true);
        note.querySelector("[data-other]").textContent = other.value;
        note.querySelector("[data-take]").value = `${name}:other`;
        note.querySelector("[data-keep]").value = `${name}:own`;
        place.append(note);
      }
    }
  }

  // signature ----------------------------------------------------------
  const dialog = document.getElementById("rv-confirm");

  async function ask() {
    if (!(await send())) return;
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST",
        redirect: "manual",
        body: new FormData(form),
        headers: { "X-Dialog": "1" },
      });
    } catch {
      waiting();
      return;
    }
    // Not ready, signed already, or signed out: the page itself says which.
    if (!answer.ok) {
      location.reload();
      return;
    }
    dialog.innerHTML = await answer.text();
    dialog.showModal();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter && event.submitter.hasAttribute("data-sign")) ask();
    else send();
  });
  dialog.addEventListener("click", (event) => {
    if (!event.target.closest("[data-cancel]")) return;
    event.preventDefault();
    dialog.close();
  });

  // start --------------------------------------------------------------
  const state = JSON.parse(document.getElementById("rv-state").textContent);
  for (const [name, field] of Object.entries(state.fields)) stamps[name] = field.stamp;
  button.disabled = !state.ready;
  const local = kept(key);
  if (local && local.pending) {
    pending = local.pending;
    for (const [name, edit] of Object.entries(pending)) write(name, edit.value);
    send();
  }
  // What was typed before this script came over a slow line.
  for (const was of form.querySelectorAll('input[name$=".was"]')) {
    const name = was.name.slice(0, -4);
    if (!pending[name] && read(name) !== was.value) typed(name);
  }
  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", send);
  window.addEventListener("beforeunload", (event) => {
    if (Object.keys(pending).length && !persist()) event.preventDefault();
  });
})();
