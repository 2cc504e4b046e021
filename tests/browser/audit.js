// Audit of a page (页面检查): contrast under AA, Chinese under 12 px, sideways scroll of the page.
() => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const known = new Map();

  // Any CSS colour as red, green, blue and opacity.
  function parts(colour) {
    if (!known.has(colour)) {
      brush.clearRect(0, 0, 1, 1);
      brush.fillStyle = colour;
      brush.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = brush.getImageData(0, 0, 1, 1).data;
      known.set(colour, { rgb: [r, g, b], opacity: a / 255 });
    }
    return known.get(colour);
  }

  function over(top, opacity, below) {
    return below.map((value, i) => top[i] * opacity + value * (1 - opacity));
  }

  function luminance(rgb) {
    const [r, g, b] = rgb.map((value) => {
      const share = value / 255;
      return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function ground(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const { rgb, opacity } = parts(getComputedStyle(at).backgroundColor);
      if (opacity > 0) layers.push([rgb, opacity]);
      if (opacity >= 0.99) break;
    }
    return layers.reverse().reduce((below, [rgb, a]) => over(rgb, a, below), [255, 255, 255]);
  }

  function see(element) {
    return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  }

  const faint = [];
  const small = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    const element = texts.currentNode.parentElement;
    if (!text || !see(element) || element.closest("svg, [aria-hidden=true], script, template, .vh")) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const below = ground(element);
    const ink = parts(style.color);
    const light = [luminance(over(ink.rgb, ink.opacity, below)), luminance(below)].sort();
    const contrast = (light[1] + 0.05) / (light[0] + 0.05);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (contrast < (large ? 3 : 4.5) - 0.01) faint.push(`${text.slice(0, 20)} ${contrast.toFixed(2)}`);
    if (size < 12 && /[\u4e00-\u9fff]/.test(text)) small.push(`${text.slice(0, 20)} ${size}`);
  }
  const sideways = document.scrollingElement.scrollWidth - innerWidth;
  return { faint, small, sideways };
};
