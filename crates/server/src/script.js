// A choice is shown at once; without this script the button does it.
for (const form of document.querySelectorAll("form.when, form.filters[method=get]")) {
  form.addEventListener("change", () => {
    const days = [...form.querySelectorAll("input[type=date]")].map((day) => day.value);
    if (days.every(Boolean) || !days.some(Boolean)) form.requestSubmit();
  });
  // What was left empty does not stand in the address.
  form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (!value) formData.delete(name);
  });
}

// Days drawn over on a daily chart are asked for alone; the keyboard has the fields From and To.
const first = document.querySelector("form[data-first]")?.dataset.first;
for (const svg of first ? document.querySelectorAll("svg[data-days]") : []) {
  const days = +svg.dataset.days, left = +svg.dataset.left, right = 398;
  if (!(days > 1)) continue;
  svg.classList.add("brush");
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  let from = null;
  const x = (day) => left + ((right - left) * day) / (days - 1);
  const day = ({ clientX, clientY }) => {
    const at = new DOMPoint(clientX, clientY).matrixTransform(svg.getScreenCTM().inverse()).x;
    return Math.max(0, Math.min(days - 1, Math.round(((at - left) / (right - left)) * (days - 1))));
  };
  const date = (place) => new Date(Date.parse(first) + place * 864e5).toISOString().slice(0, 10);
  svg.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return;
    from = day(event);
    svg.setPointerCapture(event.pointerId);
    for (const [name, value] of Object.entries({ y: 34, height: 136, class: "drawn", width: 0, x: x(from) })) drawn.setAttribute(name, value);
    svg.append(drawn);
    event.preventDefault();
  });
  svg.addEventListener("pointermove", (event) => {
    if (from === null) return;
    const [a, b] = [x(from), x(day(event))].sort((a, b) => a - b);
    drawn.setAttribute("x", a);
    drawn.setAttribute("width", b - a);
  });
  svg.addEventListener("pointerup", (event) => {
    if (from === null) return;
    const ends = [from, day(event)].sort((a, b) => a - b);
    from = null;
    drawn.remove();
    if (ends[0] === ends[1]) return;
    const to = new URL(location.href);
    to.searchParams.set("from", date(ends[0]));
    to.searchParams.set("to", date(ends[1]));
    location.assign(to);
  });
  svg.addEventListener("pointercancel", () => ((from = null), drawn.remove()));
}
