// Charts (图): draws each [data-chart] from its JSON with our theme; SVG, no animation.
(function () {
  const base = document.currentScript.dataset;
  const drawn = new Map();
  let ready = null;

  function dark() {
    return document.documentElement.dataset.bsTheme === "dark";
  }

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  }

  // JSON cannot hold code: a string like "--gx-ink-2" stands for that colour of the theme.
  function coloured(value) {
    if (typeof value === "string") return value.startsWith("--gx-") ? colour(value) : value;
    if (Array.isArray(value)) return value.map(coloured);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, coloured(held)]));
  }

  function load(source) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = source;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function prepare() {
    ready ??= Promise.all([load(base.library), fetch(base.themes).then((got) => got.json())]);
    return ready;
  }

  async function draw(element) {
    const themes = (await prepare())[1];
    if (drawn.has(element)) drawn.get(element).dispose();
    echarts.registerTheme("gx", themes[dark() ? "dark" : "light"]);
    const chart = echarts.init(element, "gx", { renderer: "svg" });
    const option = coloured(JSON.parse(document.getElementById(element.dataset.chart).textContent));
    // HTML tooltips carry inline styles, which the Content-Security-Policy refuses.
    if (option.tooltip) option.tooltip.renderMode = "richText";
    if (option.legend) option.legend = { left: "auto", right: 0, ...option.legend };
    chart.setOption({ ...option, animation: false });
    chart.on("click", (mark) => openSource(element, mark.data));
    drawn.set(element, chart);
  }

  // A click on a mark opens its source, if the datum names a figure's panel.
  function openSource(element, datum) {
    if (!datum || !datum.panel || !window.htmx) return;
    htmx.ajax("GET", datum.panel, { source: element, target: "#gx-src", swap: "innerHTML" });
  }

  function drawAll(within) {
    for (const element of within.querySelectorAll("[data-chart]")) {
      if (!drawn.has(element)) draw(element);
    }
  }

  drawAll(document);
  document.addEventListener("htmx:load", (event) => drawAll(event.detail.elt));
  document.addEventListener("gx:theme", () => [...drawn.keys()].forEach(draw));
  window.addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
})();
