// A choice is shown at once; without this script the button does it.
for (const form of document.querySelectorAll("form.when, form.filters[method=get]")) {
  form.addEventListener("change", () => {
    const days = [...form.querySelectorAll("input[type=date]")].map((day) => day.value);
    if (days.every(Boolean) || !days.some(Boolean)) form.requestSubmit();
  });
  // Enter in a field that was changed asks twice: the second would break off the first.
  let asked = null;
  form.addEventListener("submit", (event) => {
    const asks = new URLSearchParams(new FormData(form)).toString();
    if (asks === asked) event.preventDefault();
    asked = asks;
  });
  addEventListener("pageshow", () => (asked = null));
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

// The browser knows where it is better than a server elsewhere does.
for (const field of document.querySelectorAll("input[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || field.value;
}

// Every file below what was dropped, with its path.
async function below(entry, path, found) {
  if (entry.isFile) {
    const file = await new Promise((done, fail) => entry.file(done, fail));
    found.push([file, path + file.name]);
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (some.length === 0) return;
    for (const inner of some) await below(inner, `${path}${entry.name}/`, found);
  }
}

// Files are sent with their times, while a bar shows how far they are; a browser without this script sends the form as it is.
function send(form, files) {
  const box = form.querySelector(".sending");
  const [bar, says] = [box.querySelector("progress"), box.querySelector("p")];
  box.hidden = false;
  if (files.reduce((sum, [file]) => sum + file.size, 0) > Number(form.dataset.most)) {
    says.textContent = form.dataset.large;
    return;
  }
  const data = new FormData();
  for (const [file, path] of files) {
    data.append("modified", String(file.lastModified));
    data.append("files", file, path);
  }
  const request = new XMLHttpRequest();
  const failed = (why) => {
    says.textContent = why || form.dataset.cut;
    form.classList.remove("busy");
  };
  request.upload.onprogress = ({ loaded, total }) => {
    bar.value = (100 * loaded) / total;
    says.textContent = `${form.dataset.sending} ${Math.floor(bar.value)} %`;
  };
  request.onload = () => {
    const at = new URL(request.responseURL);
    const sent = new URL(form.action);
    if (request.status === 200 && at.pathname !== sent.pathname) {
      location.assign(at);
      return;
    }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    failed(page.querySelector("[role=alert]")?.textContent || request.responseText.slice(0, 200));
  };
  request.onerror = () => failed();
  request.open("POST", form.action);
  form.classList.add("busy");
  request.send(data);
}

for (const form of document.querySelectorAll("form.drop")) {
  form.classList.add("able");
  const field = form.querySelector("input[type=file]");
  const chosen = () => Array.from(field.files, (file) => [file, file.webkitRelativePath || file.name]);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!form.classList.contains("busy")) send(form, chosen());
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
    });
  }
  form.addEventListener("drop", async (event) => {
    const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry()).filter(Boolean);
    const found = entries.length > 0 ? [] : Array.from(event.dataTransfer.files, (file) => [file, file.name]);
    for (const entry of entries) await below(entry, "", found);
    if (found.length > 0 && !form.classList.contains("busy")) send(form, found);
  });
}

// How far an import is; the page is shown anew when it has ended.
for (const box of document.querySelectorAll("[data-events]")) {
  const events = new EventSource(box.dataset.events);
  events.onmessage = ({ data }) => {
    const { done, all, says } = JSON.parse(data);
    const bar = box.querySelector("progress");
    if (all > 0) [bar.max, bar.value] = [all, done];
    box.querySelector("[role=status]").textContent = says;
  };
  events.addEventListener("done", () => {
    events.close();
    location.reload();
  });
}
