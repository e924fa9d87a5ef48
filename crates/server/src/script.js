// A choice is shown at once; without this script the button does it.
for (const form of document.querySelectorAll("form.when, form.filters[method=get]")) {
  form.addEventListener("change", () => form.requestSubmit());
}
